import { DEFAULT_LIMITS } from "../../records/limits.ts";
import { type Clock, systemClock } from "./clock.ts";

/** How long to wait for progress. */
export interface Patience {
  readonly milliseconds: number;
  readonly clock: Clock;
}

/** Makes the patience for a limit in seconds, on the system's clock. */
export function patienceOf({ silenceSeconds }: { readonly silenceSeconds: number }): Patience {
  return { milliseconds: silenceSeconds * 1000, clock: systemClock };
}

/** Used where no limits are given. */
export const DEFAULT_PATIENCE: Patience = patienceOf(DEFAULT_LIMITS);

export interface Countdown {
  /** Starts again with the full time. */
  restart(): void;
  stop(): void;
}

/**
 * Number of timers that make up a countdown. After a busy thread or a suspended process continues, at most one of
 * them ends at once; before the next does, anything that has arrived is handled.
 */
export const COUNTDOWN_PARTS = 12;

/** Makes a countdown, which starts with `restart` and calls `end` when the time is up. */
export function makeCountdown({ milliseconds, clock }: Patience, end: () => void): Countdown {
  let cancel = () => {};
  const count = (left: number) => {
    cancel = clock.after(
      milliseconds / COUNTDOWN_PARTS,
      () => left > 1 ? count(left - 1) : end(),
    );
  };
  return {
    restart() {
      cancel();
      count(COUNTDOWN_PARTS);
    },
    stop: () => cancel(),
  };
}
