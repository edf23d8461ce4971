import type { VideoRecord } from "../records/run_result.ts";
import type { DatasetVideo } from "../records/video.ts";
import { toolError } from "../records/errors.ts";
import type { InterruptedWork } from "../runs/work_note.ts";

/** Videos grouped by how they are run after a process died. */
export interface WorkOrder {
  /** Videos over which the process died again when they ran alone: they get an error row and are not run. */
  readonly crashed: readonly DatasetVideo[];
  /** Videos that were in progress when it died: they are run first, each alone. */
  readonly alone: readonly DatasetVideo[];
  readonly together: readonly DatasetVideo[];
}

/** Input of `orderWork`. */
export interface OrderFacts {
  readonly interrupted: InterruptedWork;
  /** Returns the earlier record of a video that is tried again; `null`: it has none. */
  recordOf(video: DatasetVideo): VideoRecord | null;
}

/** Code of the rows of videos over which the process died twice. */
const CRASHED_TWICE = "CRASHED_TWICE";

/** Orders the videos of a run that have to be run. */
export function orderWork(
  videos: readonly DatasetVideo[],
  { interrupted, recordOf }: OrderFacts,
): WorkOrder {
  const crashed = videos.filter(({ id }) => id === interrupted.alone);
  const others = videos.filter((video) => !crashed.includes(video));
  const suspects = new Set(interrupted.together);
  const isSuspect = (video: DatasetVideo) =>
    suspects.has(video.id) || crashedBefore(recordOf(video));
  return {
    crashed,
    alone: others.filter(isSuspect),
    together: others.filter((video) => !isSuspect(video)),
  };
}

function crashedBefore(record: VideoRecord | null): boolean {
  return record?.variants.some(({ error }) => error?.startsWith(CRASHED_TWICE)) ?? false;
}

/** Makes the error of a video over which the process died twice. */
export function crashedTwice(): Error {
  return toolError(CRASHED_TWICE, {
    what:
      "Assay died twice while processing the video, the second time with no other video in progress",
    remedy: "Free memory and try again with --resume",
  });
}
