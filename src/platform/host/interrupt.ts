/** An abort signal for Ctrl-C. */
export interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
  /** Restores the default handling of Ctrl-C. */
  dispose(): void;
}

/**
 * Creates a signal that the first Ctrl-C (or SIGTERM) aborts, so that Assay can stop cleanly; a second one ends
 * the process as usual.
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
