import { DEFAULT_LIMITS } from "../../records/limits.ts";
import { type Clock, systemClock } from "./clock.ts";

/** How long to wait for a sign of life. */
export interface Patience {
  readonly milliseconds: number;
  readonly clock: Clock;
}

/** The patience of a limit in seconds, by the machine's clock. */
export function patienceOf({ silenceSeconds }: { readonly silenceSeconds: number }): Patience {
  return { milliseconds: silenceSeconds * 1000, clock: systemClock };
}

/** Where nobody sets limits. */
export const DEFAULT_PATIENCE: Patience = patienceOf(DEFAULT_LIMITS);

export interface Countdown {
  /** Begins again from the start. */
  restart(): void;
  stop(): void;
}

/**
 * Parts that a countdown is made of. A thread that was busy, or a process that was stopped and goes on, loses one
 * part at most: by the next, what arrived meanwhile has been seen.
 */
export const COUNTDOWN_PARTS = 12;

/** A countdown that stands still until it is restarted, and calls `end` once it has come to its end. */
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
