/** The first error that the program does not catch. */
export interface UncaughtError extends Disposable {
  /** Rejects with the error. */
  readonly error: Promise<never>;
}

/**
 * Catches errors that are thrown where no caller can catch them, as in an event handler of a library. Deno would end
 * the process with exit code 1, which stands for a failed gate.
 */
export function catchUncaught(): UncaughtError {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {}); // without this, an error after the end would be uncaught itself
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    reject(event.error ?? new Error(event.message));
  };
  const onRejection = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    reject(event.reason);
  };
  globalThis.addEventListener("error", onError);
  globalThis.addEventListener("unhandledrejection", onRejection);
  return {
    error: promise,
    [Symbol.dispose]() {
      globalThis.removeEventListener("error", onError);
      globalThis.removeEventListener("unhandledrejection", onRejection);
    },
  };
}
