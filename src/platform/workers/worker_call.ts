import { type Clock, systemClock } from "../host/clock.ts";
import { type FromWorker, unpackError } from "./worker_messages.ts";

export interface CallOptions {
  /** The worker's module; it calls `serveWorker`, and its part needs no set-up. */
  readonly url: URL;
  /** Longest wait for the answer before the thread is killed, milliseconds; `null`: no limit. */
  readonly patience: number | null;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Ends the thread early. */
  readonly signal?: AbortSignal;
}

/**
 * Runs one task on a thread of its own, which is killed when it takes too long: for libraries that may loop
 * forever on a broken file. The thread must not hold native memory.
 * @returns the answer; `null`: it timed out
 * @throws the task's error; the signal's reason when it is aborted
 */
export async function callWorker<Task, Answer extends NonNullable<unknown>>(
  task: Task,
  { url, patience, clock = systemClock, signal }: CallOptions,
): Promise<Answer | null> {
  const worker = new Worker(url, { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<Answer | null>();
  const cancel = patience === null ? null : clock.after(patience, () => resolve(null));
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`a worker thread died: ${event.message}`));
  };
  worker.onmessage = ({ data }: MessageEvent<FromWorker<unknown, Answer>>) => {
    if (data.kind === "answer") resolve(data.answer);
    if (data.kind === "error") reject(unpackError(data.error));
  };
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  worker.postMessage({ kind: "task", task });
  try {
    signal?.throwIfAborted();
    return await promise;
  } finally {
    cancel?.();
    signal?.removeEventListener("abort", abort);
    worker.terminate();
  }
}
