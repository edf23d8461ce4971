import { endThread } from "../../platform/workers/worker_pool.ts";

/** Entry module of the worker threads that process videos. */
export const VIDEO_WORKER = new URL("./serve_videos.ts", import.meta.url);

/** A worker thread that was started before the plan is made. */
export interface VideoThread {
  /** Hands the thread over to the caller, who has to end it. */
  take(): Worker;
  /** Ends the thread if it was not taken. Has to be called before the process ends. */
  end(): Promise<void>;
}

/**
 * Starts a worker thread before the plan is made. Loading its modules and ONNX Runtime takes 0.2 s, during which the
 * plan is made.
 */
export function startVideoThread(): VideoThread {
  const worker = new Worker(VIDEO_WORKER, { type: "module" });
  let taken = false;
  return {
    take() {
      taken = true;
      return worker;
    },
    async end() {
      if (!taken) await endThread(worker);
    },
  };
}
