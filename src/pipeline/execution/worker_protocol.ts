import type { DecoderNote } from "../../records/decoder_note.ts";
import type { Limits } from "../../records/limits.ts";
import type { VideoRecord } from "../../records/run_result.ts";
import type { Thumbnail } from "../../records/thumbnail.ts";
import type { DatasetVideo } from "../../records/video.ts";
import type { Plan } from "../plan/plan.ts";
import type { ResourceFolders } from "./worker_resources.ts";

/** Set-up message to a worker, before its first video. */
export interface WorkerSetup {
  readonly plan: Plan;
  readonly folders: ResourceFolders;
  readonly timing: "attributed" | "isolated";
  readonly limits: Limits;
  /** Stage cache; `null`: none. */
  readonly cache: CacheSetup | null;
}

/** Location and device of the stage cache. */
export interface CacheSetup {
  /** Absolute path. */
  readonly folder: string;
  /** Device that results depend on, beside plan and video: processor or GPU, and its settings. */
  readonly device: string;
}

/** Answer of a worker when its networks are loaded. */
export interface WorkerReady {
  /** Loading time. */
  readonly milliseconds: number;
}

/** Work of a worker: a video as input, its record and thumbnails as output. */
export type VideoTask = DatasetVideo;
export interface VideoAnswer {
  readonly record: VideoRecord;
  readonly thumbnails: readonly Thumbnail[];
  /** Error that made the stage cache stop storing; `null`: none, or there is no cache. */
  readonly cacheProblem: string | null;
  /** The worker's choices of decoders so far; empty without a GPU. */
  readonly decoders: readonly DecoderNote[];
}
