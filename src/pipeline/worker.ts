import { serveWorker, type WorkerPart } from "../runtime/serve_worker.ts";
import { executeVideo } from "./execute_video.ts";
import { openToolbox, type Toolbox } from "./toolbox.ts";
import { thumbnailTaker } from "./thumbnails.ts";
import type { VideoAnswer, VideoTask, WorkerReady, WorkerSetup } from "./worker_protocol.ts";

// The only worker that videos are given to.
serveWorker(videoWorker());

/** Runs the whole pipeline for one video at a time. */
function videoWorker(): WorkerPart<WorkerSetup, WorkerReady, VideoTask, VideoAnswer> {
  let opened: { readonly setup: WorkerSetup; readonly toolbox: Toolbox } | null = null;
  return {
    async setup(setup) {
      const start = performance.now();
      const toolbox = await openToolbox(setup.plan, setup.folders);
      opened = { setup, toolbox };
      await toolbox.openAll();
      return { milliseconds: performance.now() - start };
    },
    async work(video, { signal, note }) {
      if (!opened) throw new Error("a worker was given a video before its set-up");
      const { setup: { plan, timing }, toolbox } = opened;
      const thumbnails = thumbnailTaker();
      const options = { timing, signal, note, thumbnails };
      const record = await executeVideo(video, { plan, toolbox }, options);
      return { record, thumbnails: thumbnails.taken() };
    },
    async release() {
      await opened?.toolbox.release();
    },
  };
}
