import { DEFAULT_LIMITS, type Limits } from "../../records/limits.ts";
import type { DatasetVideo } from "../../records/video.ts";
import { runPool } from "../../platform/workers/worker_pool.ts";
import { patienceOf } from "../../platform/host/countdown.ts";
import { loadLater } from "../../platform/host/load_later.ts";
import type { VideoRecord } from "../../records/run_result.ts";
import type { ExecutionEvent } from "./events.ts";
import type { Plan } from "../plan/plan.ts";
import type { ResourceFolders } from "./worker_resources.ts";
import { VIDEO_WORKER, type VideoThread } from "./video_thread.ts";
import type {
  CacheSetup,
  VideoAnswer,
  VideoTask,
  WorkerReady,
  WorkerSetup,
} from "./worker_protocol.ts";

export interface ExecuteOptions {
  readonly folders: ResourceFolders;
  readonly timing: "attributed" | "isolated";
  /** Default: `DEFAULT_LIMITS`. */
  readonly limits?: Limits;
  /** Videos processed at the same time, at least 1. */
  readonly workers: number;
  /** Stage cache; left out: none. */
  readonly cache?: CacheSetup | null;
  /** Module of the worker threads; left out: `VIDEO_WORKER`. */
  readonly module?: URL;
  /** A thread started by `startVideoThread`, to be the first worker; left out: none. */
  readonly thread?: VideoThread | null;
  readonly signal?: AbortSignal;
}

/**
 * Runs a plan over videos, several at a time, and yields each video's record when it is finished, in no particular
 * order. The order does not affect the records.
 * @throws AssayError when a network cannot be loaded; the signal's reason when it is aborted
 */
export async function* executePlan(
  plan: Plan,
  videos: readonly DatasetVideo[],
  { module = VIDEO_WORKER, thread = null, signal, ...execution }: ExecuteOptions,
): AsyncGenerator<ExecutionEvent> {
  const { folders, timing, limits = DEFAULT_LIMITS, workers, cache = null } = execution;
  const setup: WorkerSetup = { plan, folders, timing, limits, cache };
  const patience = patienceOf(limits);
  const started = thread?.take() ?? null;
  const options = { url: module, workers, setup, started, patience, signal };
  const events = runPool<WorkerSetup, WorkerReady, VideoTask, VideoAnswer>(videos, options);
  for await (const event of events) {
    switch (event.kind) {
      case "ready":
        yield { kind: "ready", milliseconds: event.ready.milliseconds };
        break;
      case "started":
        yield { kind: "started", video: event.task.id };
        break;
      case "note":
        yield { kind: "progress", video: event.task.id, text: event.note };
        break;
      case "answer":
        yield { kind: "video", ...event.answer };
        break;
      case "failed":
        yield {
          kind: "video",
          record: await failedVideoRecord(plan, event),
          thumbnails: [],
          cacheProblem: null,
          decoders: [],
        };
        break;
      default:
        event satisfies never;
    }
  }
}

/** Makes the record of a video that failed without a result, such as one whose worker thread crashed. */
export async function failedVideoRecord(
  plan: Plan,
  failure: { readonly task: DatasetVideo; readonly error: Error },
): Promise<VideoRecord> {
  const { failedVideo } = await loadLater<typeof import("./failed_video.ts")>(
    new URL("./failed_video.ts", import.meta.url), // so that the first video does not wait for it
  );
  return await failedVideo(plan, failure);
}
