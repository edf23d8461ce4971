import { systemClock } from "../host/clock.ts";
import type { FromGiver, ToGiver } from "./worker_messages.ts";

/** Workers of the same pool that have no task: they do pieces of another worker's. */
export interface IdleWorkers<Piece, Outcome> {
  /**
   * Says that pieces of the task under way are worth giving away. Where the pool may have more workers than it
   * has, they are started now.
   */
  wish(): void;
  /** Whether somebody would soon begin a piece. */
  hasRoom(): Promise<boolean>;
  /** @returns what came of a copy of the piece; `null`: nobody did it, for whatever reason */
  give(piece: Piece): Promise<Outcome | null>;
  /** Takes back what nobody has begun: it comes to `null`. */
  takeBack(): void;
}

/** A worker's side of giving pieces away. */
export class PieceDesk<Piece, Outcome> implements IdleWorkers<Piece, Outcome> {
  readonly #say: (message: FromGiver) => void;
  readonly #given = new Map<number, (outcome: Outcome | null) => void>();
  #wished = false;
  #room = 0;
  #last = 0;

  constructor(say: (message: FromGiver) => void) {
    this.#say = say;
  }

  wish(): void {
    if (this.#wished) return;
    this.#wished = true;
    this.#say({ kind: "wish" });
  }

  async hasRoom(): Promise<boolean> {
    if (this.#room === 0) return false;
    // A thread that computes hears nothing: what was said meanwhile comes in only when it waits, and for a timer.
    await systemClock.wait(0);
    return this.#given.size < this.#room;
  }

  give(piece: Piece): Promise<Outcome | null> {
    return new Promise((resolve) => {
      const id = ++this.#last;
      this.#given.set(id, resolve);
      this.#say({ kind: "offer", id, piece });
    });
  }

  takeBack(): void {
    if (this.#given.size > 0) this.#say({ kind: "take back" });
  }

  /** Hears what the pool says of pieces. */
  hear(message: ToGiver): void {
    if (message.kind === "room") this.#room = message.pieces;
    else this.#end(message.id, message.kind === "done" ? message.outcome as Outcome : null);
  }

  /** Forgets all pieces, when the task has ended. */
  clear(): void {
    for (const id of [...this.#given.keys()]) this.#end(id, null);
    this.#wished = false;
    this.#room = 0;
  }

  #end(id: number, outcome: Outcome | null): void {
    const resolve = this.#given.get(id);
    this.#given.delete(id);
    resolve?.(outcome);
  }
}
