import { AssayError } from "../../records/errors.ts";
import { type Clock, systemClock } from "./clock.ts";

/** The signals that ask a command to stop: Ctrl-C, `kill`, and a terminal that is closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Signals that come this soon after the one before are the same wish, milliseconds. Ctrl-C reaches every program of
 * a terminal's foreground, and `npx` and `deno task` pass on what they get, so one key press arrives several times.
 */
const SAME_WISH = 1000;

/** How a process hears of its signals. */
export interface SignalSource {
  listen(signal: Deno.Signal, listener: () => void): void;
  unlisten(signal: Deno.Signal, listener: () => void): void;
}

const processSignals: SignalSource = {
  listen: (signal, listener) => Deno.addSignalListener(signal, listener),
  unlisten: (signal, listener) => Deno.removeSignalListener(signal, listener),
};

/** The user's wish that a command stops. */
export interface Interrupt extends Disposable {
  /** Aborted by the first signal; its reason is an AssayError with exit code 130. */
  readonly signal: AbortSignal;
  /** Resolves when the user asks again: what is under way is not to be waited for. */
  readonly urged: Promise<void>;
  /** Gives signals their usual effect back, which is to end the process at once. */
  dispose(): void;
}

/** Listens for signals until it is disposed of. Code that does not await anything is not interrupted. */
export function interruptSignal(
  { source = processSignals, clock = systemClock }: {
    readonly source?: SignalSource;
    readonly clock?: Pick<Clock, "now">;
  } = {},
): Interrupt {
  const stop = new AbortController();
  const { promise: urged, resolve: urge } = Promise.withResolvers<void>();
  let latest = -Infinity;
  const take = () => {
    const now = clock.now();
    const again = now - latest >= SAME_WISH;
    latest = now;
    if (!stop.signal.aborted) stop.abort(interruptedError());
    else if (again) urge();
  };
  for (const signal of SIGNALS) source.listen(signal, take);
  let listening = true;
  const dispose = () => {
    if (!listening) return;
    listening = false;
    for (const signal of SIGNALS) source.unlisten(signal, take);
  };
  return { signal: stop.signal, urged, dispose, [Symbol.dispose]: dispose };
}

/** Turns of the event loop within which a signal is heard that came before; one or two were measured. */
const TURNS = 3;

/** Lets signals in that came meanwhile. @throws the signal's reason when it is aborted */
export async function takeSignals(signal: AbortSignal): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await systemClock.wait(0);
  signal.throwIfAborted();
}

/**
 * Waits for work that leaves nothing behind when it is abandoned, and no longer than until the signal.
 * @throws the work's error, or the signal's reason
 */
export async function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function interruptedError(): AssayError {
  return new AssayError("INTERRUPTED", 130, {
    what: "the command was interrupted",
    remedy: "Run it again: nothing was left half written",
  });
}
