import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { inputError } from "../records/errors.ts";
import type { DatasetVideo, FramesClip, VideoId } from "../records/video.ts";
import type { ListedVideo } from "./layouts/contract.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";

/** The listed videos that are there, and the names of those that are not, each sorted by name. */
export interface FoundVideos {
  readonly videos: readonly DatasetVideo[];
  readonly missing: readonly VideoId[];
  /** What was decided about names, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Finds what each listed video is read from. One that is not there, or a link that leads out of the dataset, counts as
 * missing.
 * @throws AssayError DATASET_NAME_OUTSIDE or DATASET_NAME_TWICE (exit 3) for invalid names
 */
export async function findVideos(
  tree: DatasetTree,
  listed: readonly ListedVideo[],
): Promise<FoundVideos> {
  const videos: DatasetVideo[] = [];
  const missing: VideoId[] = [];
  const seen = new Set<string>();
  for (const { filename, frames, ...facts } of listed) {
    const id = requireInside(filename) as VideoId;
    if (seen.has(id)) throw repeatedNameError(id);
    seen.add(id);
    const source = frames === undefined ? await tree.clip(id) : await framesClip(tree, frames);
    if (source === null) missing.push(id);
    else videos.push({ id, source, ...facts });
  }
  videos.sort((a, b) => compareCodePoints(a.id, b.id));
  return { videos, missing: missing.sort(compareCodePoints), notes: [] };
}

/** The listed frames that are there. */
async function framesClip(
  tree: DatasetTree,
  frames: readonly string[],
): Promise<FramesClip | null> {
  const names: string[] = [];
  for (const name of frames) if ((await tree.clip(name))?.kind === "file") names.push(name);
  return names.length === 0 ? null : { kind: "frames", folder: tree.place, names };
}

/** Checks that a path stays inside the dataset by its text alone: relative, without `..`, `.` or empty parts. */
function requireInside(filename: string): string {
  const parts = filename.split("/");
  const fine = filename !== "" && !filename.includes("\0") &&
    parts.every((part) => part !== "" && part !== "." && part !== "..");
  if (fine) return filename;
  throw inputError("DATASET_NAME_OUTSIDE", {
    what: `the labels list ${JSON.stringify(filename)}, which is not a path inside the dataset`,
    remedy: "Write paths relative to the dataset's folder, with / and without ..",
  });
}

function repeatedNameError(id: string) {
  return inputError("DATASET_NAME_TWICE", {
    what: `the labels list ${JSON.stringify(id)} twice`,
    remedy: "Remove one of the two entries",
  });
}
