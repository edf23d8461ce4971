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
 * Runs the whole pipeline for one video at a time.
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
  // A thread is started before it is known what to do: meanwhile the library is set up that every plan needs. What
  // is wrong with it is said when the first network is opened.
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
      if (!opened) throw new Error("a worker was given a video before its set-up");
      const { setup: { plan, timing, limits }, resources, cache, tools } = opened;
      const thumbnails = thumbnailTaker(tools);
      const options = { timing, limits, signal, note, thumbnails, cache };
      const record = await executeVideo(video, { plan, resources }, options);
      const cacheProblem = cache?.store.problem() ?? null;
      const decoders = resources.decoders.notes();
      return { record, thumbnails: thumbnails.taken(), cacheProblem, decoders };
    },
    async help({ classifier, faces, count }) {
      if (!opened) throw new Error("a worker was given a batch before its set-up");
      const queue = await opened.resources.queue(classifier);
      return await queue.score(faces, count);
    },
    async release() {
      await warming; // a thread that was given nothing may still be at it
      await opened?.resources.release();
    },
  };
}

/** What a worker holds from its set-up on. */
interface OpenWorker {
  readonly setup: WorkerSetup;
  readonly resources: WorkerResources;
  readonly cache: StageCache | undefined;
  /** For thumbnails. */
  readonly tools: ThumbnailTools;
}

async function openCache({ cache }: WorkerSetup): Promise<StageCache | undefined> {
  if (!cache) return undefined;
  const { folder, device } = cache;
  return { store: await openStageStore({ folder }), device };
}
