import { endThread } from "../../platform/workers/worker_pool.ts";

/** The file of the threads that videos are given to. */
export const VIDEO_WORKER = new URL("./serve_videos.ts", import.meta.url);

/** A thread for videos that was started before there is a plan. */
export interface VideoThread {
  /** Hands it over, to be ended by who takes it. */
  take(): Worker;
  /** Ends it where nobody took it. Whoever started it has to call this before the process ends. */
  end(): Promise<void>;
}

/**
 * Starts a thread for videos before there is a plan: reading its modules and setting up ONNX Runtime takes a
 * fifth of a second, in which a plan is made.
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
