import { type Clock, systemClock } from "../platform/host/clock.ts";

/** Timers that add up durations by name; nested work counts only for the inner name. */
export interface ExclusiveTimers<Name extends string> {
  /** Times an action; time of nested actions is not counted twice. */
  time<T>(name: Name, action: () => T): T;
  /** Times an asynchronous action until it is settled. Only one may run at a time. */
  timeAsync<T>(name: Name, action: () => Promise<T>): Promise<T>;
  /** Returns the milliseconds so far, by name, and resets them. */
  take(): Readonly<Partial<Record<Name, number>>>;
}

export function exclusiveTimers<Name extends string>(
  clock: Clock = systemClock,
): ExclusiveTimers<Name> {
  let totals: Partial<Record<Name, number>> = {};
  let inner = 0; // milliseconds of nested work since the innermost work began

  function begin(name: Name): () => void {
    const before = inner, start = clock.now();
    inner = 0;
    return () => {
      const elapsed = clock.now() - start;
      totals[name] = (totals[name] ?? 0) + elapsed - inner;
      inner = before + elapsed;
    };
  }
  return {
    time(name, action) {
      const end = begin(name);
      try {
        return action();
      } finally {
        end();
      }
    },
    async timeAsync(name, action) {
      const end = begin(name);
      try {
        return await action();
      } finally {
        end();
      }
    },
    take() {
      const taken = totals;
      totals = {};
      return taken;
    },
  };
}
