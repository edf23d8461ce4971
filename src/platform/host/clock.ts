/** Where times, durations and waits come from, so that whoever decides by them can be given others. */
export interface Clock {
  /** Milliseconds since this thread began, for durations; never goes back. */
  now(): number;
  /** Milliseconds since 1970, as file times are counted. */
  time(): number;
  /** Is fulfilled after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /**
   * Calls `action` once, after so many milliseconds.
   * @returns a function that prevents it
   */
  after(milliseconds: number, action: () => void): () => void;
}

/** The machine's own. */
export const systemClock: Clock = {
  now: () => performance.now(),
  time: () => Date.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
