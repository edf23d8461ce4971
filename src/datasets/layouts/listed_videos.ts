import { stat } from "node:fs/promises";
import { join } from "node:path";
import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import { inputError } from "../../records/errors.ts";
import type { DatasetVideo, Label, VideoId } from "../../records/video.ts";
import type { DatasetListing } from "./contract.ts";
import { filesInside } from "./files_inside.ts";

/** A video listed in the labels of a dataset. */
export interface ListedVideo {
  /** Path inside the dataset, separated by `/`, as listed. */
  readonly filename: string;
  readonly label: Label | null;
  readonly group: string;
  readonly split: string | null;
}

/**
 * Finds the files of listed videos, sorted by name. A file that does not exist, or a link that leads out of the
 * dataset, counts as missing.
 * @throws AssayError DATASET_NAME_OUTSIDE or DATASET_NAME_TWICE (exit 3) for invalid names
 */
export async function listedVideos(
  folder: string,
  listed: readonly ListedVideo[],
): Promise<DatasetListing> {
  const isThere = await filesInside(folder);
  const videos: DatasetVideo[] = [];
  const missing: VideoId[] = [];
  const seen = new Set<string>();
  for (const { filename, ...facts } of listed) {
    const id = requireInside(filename) as VideoId;
    if (seen.has(id)) throw repeatedNameError(id);
    seen.add(id);
    const path = join(folder, id);
    if (await isThere(path)) videos.push({ id, path, ...facts });
    else missing.push(id);
  }
  videos.sort((a, b) => compareCodePoints(a.id, b.id));
  return { videos, missing: missing.sort(compareCodePoints) };
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

export async function isRegularFile(path: string): Promise<boolean> {
  return await stat(path).then((found) => found.isFile(), () => false);
}

function repeatedNameError(id: string) {
  return inputError("DATASET_NAME_TWICE", {
    what: `the labels list ${JSON.stringify(id)} twice`,
    remedy: "Remove one of the two entries",
  });
}
