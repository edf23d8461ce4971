import { AssayError } from "../../records/errors.ts";
import { type Clock, systemClock } from "./clock.ts";

/** The signals that ask a command to stop: Ctrl-C, `kill`, and a terminal that is closed. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Signals closer together than this count as one request, milliseconds. Ctrl-C reaches every program in a terminal's
 * foreground, and `npx` and `deno task` forward signals, so one key press arrives several times.
 */
const SAME_REQUEST_MS = 1000;

/** Source of a process's signals. */
export interface SignalSource {
  listen(signal: Deno.Signal, listener: () => void): void;
  unlisten(signal: Deno.Signal, listener: () => void): void;
}

const processSignals: SignalSource = {
  listen: (signal, listener) => Deno.addSignalListener(signal, listener),
  unlisten: (signal, listener) => Deno.removeSignalListener(signal, listener),
};

/** The user's request to stop a command. */
export interface Interrupt extends Disposable {
  /** Aborted by the first signal; its reason is an AssayError with exit code 130. */
  readonly signal: AbortSignal;
  /** Resolves when the user asks again: work in progress is then not waited for. */
  readonly urged: Promise<void>;
  /** Restores the usual effect of signals, which is to end the process at once. */
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
    const again = now - latest >= SAME_REQUEST_MS;
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

/** Turns of the event loop after which an earlier signal has been delivered; one or two were measured. */
const TURNS = 3;

/** Lets pending signals be delivered. @throws the signal's reason when it is aborted */
export async function takeSignals(signal: AbortSignal): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await systemClock.wait(0);
  signal.throwIfAborted();
}

/**
 * Waits for work until it ends or the signal is aborted. Only for work that can be abandoned without cleaning up.
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
    remedy: "Run it again: no incomplete files were left",
  });
}
