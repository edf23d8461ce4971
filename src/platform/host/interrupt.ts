/** A signal that Ctrl-C aborts. */
export interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back to the system. */
  dispose(): void;
}

/**
 * Takes the first Ctrl-C (or SIGTERM) as a wish to end cleanly; a second one ends the process as usual.
 */
export function interruptSignal(): Interrupt {
  const controller = new AbortController();
  const signals = ["SIGINT", "SIGTERM"] as const;
  const dispose = () => {
    for (const signal of signals) Deno.removeSignalListener(signal, abort);
  };
  const abort = () => {
    dispose();
    controller.abort(new Error("interrupted"));
  };
  for (const signal of signals) Deno.addSignalListener(signal, abort);
  return { signal: controller.signal, dispose, [Symbol.dispose]: dispose };
}
