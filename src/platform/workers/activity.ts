import { COUNTDOWN_PARTS, type Patience } from "../host/countdown.ts";

/**
 * State of a thread in shared memory: while native code runs, a thread neither receives nor sends messages and cannot
 * be interrupted.
 */
export class Activity {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Int32Array;

  /** @param buffer of an activity in another thread; left out: a new one */
  constructor(buffer = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#cells = new Int32Array(buffer);
  }

  /** Runs something that may block the thread. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#step(1);
    try {
      return await work();
    } finally {
      this.#step(-1);
    }
  }

  /** Whether something that may block the thread is running. */
  get isRunning(): boolean {
    return Atomics.load(this.#cells, 0) > 0;
  }

  /** Number of starts and ends so far. */
  get steps(): number {
    return Atomics.load(this.#cells, 1);
  }

  #step(change: 1 | -1): void {
    Atomics.add(this.#cells, 0, change);
    Atomics.add(this.#cells, 1, 1);
  }
}

/**
 * Calls `onSilence` once, when another thread has run the same work for too long.
 * @returns a function that ends the watch
 */
export function watchActivity(
  activity: Activity,
  { milliseconds, clock }: Patience,
  onSilence: () => void,
): () => void {
  let seen = -1;
  let still = 0;
  let cancel = () => {};
  function look(): void {
    const { isRunning, steps } = activity;
    still = isRunning && steps === seen ? still + 1 : 0;
    seen = steps;
    if (still >= COUNTDOWN_PARTS) return onSilence();
    cancel = clock.after(milliseconds / COUNTDOWN_PARTS, look);
  }
  look();
  return () => cancel();
}
