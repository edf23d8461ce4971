import type { ToGiver } from "./worker_messages.ts";

/** A thread that gives away pieces of its task. */
export interface Giver {
  send(message: ToGiver): void;
}

/** A piece that a helper has taken. Exactly one of its functions is called, once. */
export interface TakenPiece {
  readonly piece: unknown;
  done(outcome: unknown): void;
  undone(): void;
}

interface OfferedPiece {
  readonly giver: Giver;
  readonly id: number;
  readonly piece: unknown;
}

/**
 * Pieces under way and waiting for each helper. A giver checks for messages only between two pieces of its own;
 * meanwhile a helper may finish one and do another.
 */
const PIECES_PER_HELPER = 3;

/**
 * An exchange where threads with a task give pieces of it to threads without one. Givers are told how many
 * pieces may be outstanding, and take back pieces that have not been started.
 */
export class PieceExchange {
  readonly #offered: OfferedPiece[] = [];
  readonly #waiting: ((piece: TakenPiece | null) => void)[] = [];
  readonly #requesting = new Set<Giver>();
  #helpers = 0;
  #closed = false;

  /** Registers a giver that requests help. */
  requestHelp(giver: Giver): void {
    this.#requesting.add(giver);
    this.#sendRoom();
  }

  offer(giver: Giver, { id, piece }: { id: number; piece: unknown }): void {
    const offered = { giver, id, piece };
    if (this.#helpers === 0 || this.#closed) return returnPiece(offered);
    const helper = this.#waiting.shift();
    if (helper) helper(takePiece(offered));
    else this.#offered.push(offered);
  }

  /** Returns a giver's pieces that have not been started. */
  takeBack(giver: Giver): void {
    for (const offered of this.#offered.splice(0)) {
      if (offered.giver === giver) returnPiece(offered);
      else this.#offered.push(offered);
    }
  }

  /** Removes a giver whose task has ended. */
  leave(giver: Giver): void {
    this.takeBack(giver);
    if (this.#requesting.delete(giver)) this.#sendRoom();
  }

  /**
   * Works on pieces until the exchange closes.
   * @param work returns whether the helper can continue
   */
  async help(work: (piece: TakenPiece) => Promise<boolean>): Promise<void> {
    this.#helpers++;
    this.#sendRoom();
    try {
      while (true) {
        const piece = await this.#next();
        if (piece === null || !await work(piece)) return;
      }
    } finally {
      this.#helpers--;
      if (this.#helpers === 0) this.#giveBackAll();
      this.#sendRoom();
    }
  }

  /** Closes the exchange; all helpers return. */
  close(): void {
    this.#closed = true;
    this.#giveBackAll();
    for (const helper of this.#waiting.splice(0)) helper(null);
  }

  #giveBackAll(): void {
    for (const offered of this.#offered.splice(0)) returnPiece(offered);
  }

  #next(): Promise<TakenPiece | null> {
    const offered = this.#offered.shift();
    if (offered) return Promise.resolve(takePiece(offered));
    if (this.#closed) return Promise.resolve(null);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #sendRoom(): void {
    const each = Math.ceil(this.#helpers / this.#requesting.size);
    for (const giver of this.#requesting) {
      giver.send({ kind: "room", pieces: PIECES_PER_HELPER * each });
    }
  }
}

function returnPiece({ giver, id }: OfferedPiece): void {
  giver.send({ kind: "undone", id });
}

function takePiece({ giver, id, piece }: OfferedPiece): TakenPiece {
  return {
    piece,
    done: (outcome) => giver.send({ kind: "done", id, outcome }),
    undone: () => giver.send({ kind: "undone", id }),
  };
}
