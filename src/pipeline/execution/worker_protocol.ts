import type { DecoderNote } from "../../records/decoder_note.ts";
import type { Limits } from "../../records/limits.ts";
import type { VideoRecord } from "../../records/run_result.ts";
import type { Thumbnail } from "../../records/thumbnail.ts";
import type { DatasetVideo } from "../../records/video.ts";
import type { Plan } from "../plan/plan.ts";
import type { ResourceFolders } from "./worker_resources.ts";

/** What a worker is told once, before its first video. */
export interface WorkerSetup {
  readonly plan: Plan;
  readonly folders: ResourceFolders;
  readonly timing: "attributed" | "isolated";
  readonly limits: Limits;
  /** `null`: nothing is kept from run to run. */
  readonly cache: CacheSetup | null;
}

/** Where a worker finds the stage cache. */
export interface CacheSetup {
  /** Absolute path. */
  readonly folder: string;
  /** What numbers depend on beside plan and video: processor or GPU, and its settings. */
  readonly device: string;
}

/** What a worker answers once its networks are loaded. */
export interface WorkerReady {
  /** Milliseconds of loading. */
  readonly milliseconds: number;
}

/** The work of a worker: a video in, its record and some of its faces out. */
export type VideoTask = DatasetVideo;
export interface VideoAnswer {
  readonly record: VideoRecord;
  readonly thumbnails: readonly Thumbnail[];
  /** Why the stage cache takes nothing more; `null`: it does, or there is none. */
  readonly cacheProblem: string | null;
  /** What the worker decided so far of who decodes; empty where there is no GPU to do it. */
  readonly decoders: readonly DecoderNote[];
}
