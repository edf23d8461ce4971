import { type Clock, systemClock } from "../platform/host/clock.ts";

/** Adds up how long pieces of work take, by name. Work inside other work counts for itself alone. */
export interface ExclusiveTimers<Name extends string> {
  /** Times what `action` does; another action that it times is not counted twice. */
  time<T>(name: Name, action: () => T): T;
  /** As `time`, until the promise is settled. One at a time: nothing may run beside it. */
  timeAsync<T>(name: Name, action: () => Promise<T>): Promise<T>;
  /** Milliseconds so far, by name, and starts again. */
  take(): Readonly<Partial<Record<Name, number>>>;
}

export function exclusiveTimers<Name extends string>(
  clock: Clock = systemClock,
): ExclusiveTimers<Name> {
  let totals: Partial<Record<Name, number>> = {};
  let inner = 0; // milliseconds counted for others since the innermost work began

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
