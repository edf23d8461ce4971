import type { Clock } from "../../platform/host/clock.ts";
import { warmRuntime } from "../../platform/onnxruntime/onnx_session.ts";
import { openStageStore } from "../../platform/files/stage_store.ts";
import type { WorkerPart } from "../../platform/workers/serve_worker.ts";
import { executeVideo } from "./execute_video.ts";
import { openWorkerResources, type WorkerResources } from "./worker_resources.ts";
import { type ThumbnailTools, thumbnailTools } from "./thumbnail_jpeg.ts";
import { thumbnailTaker } from "./thumbnails.ts";
import type { StageCache } from "../cache/video_cache.ts";
import { type ScoredBatch, type ScorePiece, sharesBatches } from "./score_queue.ts";
import type { VideoAnswer, VideoTask, WorkerReady, WorkerSetup } from "./worker_protocol.ts";

/**
 * Makes a worker that runs the whole pipeline for one video at a time.
 * @param clock measures batches, to decide which are worth sharing, and the set-up
 */
export function videoWorker(clock: Clock): WorkerPart<
  WorkerSetup,
  WorkerReady,
  VideoTask,
  VideoAnswer,
  ScorePiece,
  ScoredBatch
> {
  // The thread starts before the plan is known. Loads ONNX Runtime meanwhile; an error is reported when the first
  // network is opened.
  const warming = warmRuntime().catch(() => {});
  let opened: OpenWorker | null = null;
  return {
    async setup(setup, { others, activity }) {
      const start = clock.now();
      const { plan, folders, timing } = setup;
      const helpers = sharesBatches(plan, timing) ? others : null;
      const resources = await openWorkerResources(plan, folders, {
        others: helpers,
        activity,
        clock,
      });
      opened = { setup, resources, cache: await openCache(setup), tools: thumbnailTools() };
      await activity.during(() => resources.openAll());
      return { milliseconds: clock.now() - start };
    },
    async work(video, { signal, note }) {
      if (!opened) throw new Error("a worker received a video before its set-up");
      const { setup: { plan, timing, limits }, resources, cache, tools } = opened;
      const thumbnails = thumbnailTaker(tools);
      const options = { timing, limits, signal, note, thumbnails, cache };
      const record = await executeVideo(video, { plan, resources }, options);
      const cacheProblem = cache?.store.problem() ?? null;
      const decoders = resources.decoders.notes();
      return { record, thumbnails: thumbnails.taken(), cacheProblem, decoders };
    },
    async help({ classifier, faces, count }) {
      if (!opened) throw new Error("a worker received a batch before its set-up");
      const queue = await opened.resources.queue(classifier);
      return await queue.score(faces, count);
    },
    async release() {
      await warming; // may still be running if the thread received no work
      await opened?.resources.release();
    },
  };
}

/** State of a worker after its set-up. */
interface OpenWorker {
  readonly setup: WorkerSetup;
  readonly resources: WorkerResources;
  readonly cache: StageCache | undefined;
  /** Tools for thumbnails. */
  readonly tools: ThumbnailTools;
}

async function openCache({ cache }: WorkerSetup): Promise<StageCache | undefined> {
  if (!cache) return undefined;
  const { folder, device } = cache;
  return { store: await openStageStore({ folder }), device };
}
