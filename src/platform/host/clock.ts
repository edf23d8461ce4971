/**
 * The source of durations, dates and timers. Code that waits or depends on time takes one, so that tests can
 * pass their own.
 */
export interface Clock {
  /** Milliseconds since this thread started, for durations; monotonic. */
  now(): number;
  /** Milliseconds since 1970, as in file times. */
  time(): number;
  /** Resolves after a number of milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /**
   * Calls `action` once, after a number of milliseconds.
   * @returns a function that cancels the call
   */
  after(milliseconds: number, action: () => void): () => void;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  time: () => Date.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
