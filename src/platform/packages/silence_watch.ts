import type { Clock } from "../host/clock.ts";

/** A timeout for a connection whose other side sends nothing. */
export interface SilenceWatch {
  /** Aborted with a `TimeoutError` when nothing was received for too long. */
  readonly signal: AbortSignal;
  /** Restarts the timeout, since something was received. */
  restart(): void;
  stop(): void;
}

/**
 * Starts the timeout.
 * @param milliseconds longest time without data
 * @param options `message`: of the error that the signal is aborted with
 */
export function watchSilence(
  milliseconds: number,
  { clock, message }: { readonly clock: Clock; readonly message: string },
): SilenceWatch {
  const control = new AbortController();
  const giveUp = () => control.abort(new DOMException(message, "TimeoutError"));
  let cancel = clock.after(milliseconds, giveUp);
  return {
    signal: control.signal,
    restart() {
      cancel();
      cancel = clock.after(milliseconds, giveUp);
    },
    stop: () => cancel(),
  };
}
