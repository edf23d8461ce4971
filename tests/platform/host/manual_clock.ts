import type { Clock } from "../../../src/platform/host/clock.ts";

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves the clock on and calls the actions that are due by then. */
  advance(milliseconds: number): void;
}

/**
 * Makes a clock that stands still. A wait moves it on and ends at once; an action for later is called when a test or
 * a wait moves the clock that far.
 * @param start milliseconds since 1970
 */
export function manualClock(start = 0): ManualClock {
  const due = new Set<{ readonly at: number; readonly action: () => void }>();
  let now = start;

  function advance(milliseconds: number): void {
    now += milliseconds;
    for (const entry of [...due].toSorted((a, b) => a.at - b.at)) {
      if (entry.at <= now && due.delete(entry)) entry.action();
    }
  }
  return {
    advance,
    now: () => now,
    time: () => now,
    wait(milliseconds) {
      advance(milliseconds);
      return Promise.resolve();
    },
    after(milliseconds, action) {
      const entry = { at: now + milliseconds, action };
      due.add(entry);
      return () => void due.delete(entry);
    },
  };
}

/** Makes a clock that moves on by `milliseconds` at every reading, however long the machine takes. */
export function steppingClock(milliseconds: number): ManualClock {
  const clock = manualClock();
  return {
    ...clock,
    now() {
      clock.advance(milliseconds);
      return clock.now();
    },
  };
}
