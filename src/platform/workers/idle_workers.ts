import { systemClock } from "../host/clock.ts";
import type { FromGiver, ToGiver } from "./worker_messages.ts";

/** Workers of the same pool without a task, which can do pieces of another worker's task. */
export interface IdleWorkers<Piece, Outcome> {
  /** Requests help: pieces of the current task are worth giving away. The pool may start more workers now. */
  requestHelp(): void;
  /** Tells whether a worker could soon start a piece. */
  hasRoom(): Promise<boolean>;
  /** Gives away a copy of a piece. @returns its outcome; `null`: no worker completed it */
  give(piece: Piece): Promise<Outcome | null>;
  /** Takes back the pieces that have not been started; their outcome is `null`. */
  takeBack(): void;
}

/** A worker's side of giving pieces away. */
export class PieceDesk<Piece, Outcome> implements IdleWorkers<Piece, Outcome> {
  readonly #send: (message: FromGiver) => void;
  readonly #given = new Map<number, (outcome: Outcome | null) => void>();
  #helpRequested = false;
  #room = 0;
  #last = 0;

  constructor(send: (message: FromGiver) => void) {
    this.#send = send;
  }

  requestHelp(): void {
    if (this.#helpRequested) return;
    this.#helpRequested = true;
    this.#send({ kind: "request help" });
  }

  async hasRoom(): Promise<boolean> {
    if (this.#room === 0) return false;
    // A computing thread receives no messages; they arrive only when it waits for a timer.
    await systemClock.wait(0);
    return this.#given.size < this.#room;
  }

  give(piece: Piece): Promise<Outcome | null> {
    return new Promise((resolve) => {
      const id = ++this.#last;
      this.#given.set(id, resolve);
      this.#send({ kind: "offer", id, piece });
    });
  }

  takeBack(): void {
    if (this.#given.size > 0) this.#send({ kind: "take back" });
  }

  /** Handles a message from the pool about pieces. */
  receive(message: ToGiver): void {
    if (message.kind === "room") this.#room = message.pieces;
    else this.#end(message.id, message.kind === "done" ? message.outcome as Outcome : null);
  }

  /** Drops all pieces at the end of the task. */
  clear(): void {
    for (const id of [...this.#given.keys()]) this.#end(id, null);
    this.#helpRequested = false;
    this.#room = 0;
  }

  #end(id: number, outcome: Outcome | null): void {
    const resolve = this.#given.get(id);
    this.#given.delete(id);
    resolve?.(outcome);
  }
}
