import type { VideoRecord } from "../records/run_result.ts";
import type { DatasetVideo } from "../records/video.ts";
import { toolError } from "../records/errors.ts";
import type { InterruptedWork } from "../runs/work_note.ts";

/** Videos by how they are to be run after a process that died. */
export interface WorkOrder {
  /** Those over which the process died again, alone: they get a row and are not run. */
  readonly crashed: readonly DatasetVideo[];
  /** Those over which it may have died: they are run first, each alone. */
  readonly alone: readonly DatasetVideo[];
  readonly together: readonly DatasetVideo[];
}

/** What the order depends on. */
export interface OrderFacts {
  readonly interrupted: InterruptedWork;
  /** Returns the record that a video has from before, because it is tried again; `null`: it has none. */
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
    what: "Assay died twice while it worked on the video, the second time on nothing else",
    remedy: "Free memory and try again with --resume",
  });
}
