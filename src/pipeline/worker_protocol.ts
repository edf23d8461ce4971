import type { VideoRecord } from "../domain/run_result.ts";
import type { DatasetVideo } from "../domain/video.ts";
import type { Plan } from "./plan.ts";
import type { ToolboxFolders } from "./toolbox.ts";

/** What a worker is told once, before its first video. */
export interface WorkerSetup {
  readonly plan: Plan;
  readonly folders: ToolboxFolders;
  readonly timing: "attributed" | "isolated";
}

/** What a worker answers once its networks are loaded. */
export interface WorkerReady {
  /** Milliseconds of loading. */
  readonly milliseconds: number;
}

/** The work of a worker: a video in, its record out. */
export type VideoTask = DatasetVideo;
export type VideoAnswer = VideoRecord;
