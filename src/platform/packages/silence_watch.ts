import type { Clock } from "../host/clock.ts";

/** Ends a connection whose other side sends nothing for too long. */
export interface SilenceWatch {
  /** Aborted with a `TimeoutError` when the silence has lasted too long. */
  readonly signal: AbortSignal;
  /** Notes that something was received: the wait starts again. */
  heard(): void;
  stop(): void;
}

/**
 * Starts to wait.
 * @param milliseconds how long the other side may send nothing
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
    heard() {
      cancel();
      cancel = clock.after(milliseconds, giveUp);
    },
    stop: () => cancel(),
  };
}
