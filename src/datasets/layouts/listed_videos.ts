import { realpath, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import { inputError } from "../../records/errors.ts";
import type { DatasetVideo, Label, VideoId } from "../../records/video.ts";
import type { DatasetListing } from "./contract.ts";

/** A video as the labels of a dataset list it. */
export interface ListedVideo {
  /** Path inside the dataset with `/`, as listed. */
  readonly filename: string;
  readonly label: Label | null;
  readonly group: string;
  readonly split: string | null;
}

/**
 * Finds the files of listed videos, sorted by name. One that is absent, or that leads out of the dataset
 * through a link, counts as missing.
 * @throws AssayError DATASET_NAME_OUTSIDE or DATASET_NAME_TWICE (exit 3) for names that cannot be meant.
 */
export async function listedVideos(
  folder: string,
  listed: readonly ListedVideo[],
): Promise<DatasetListing> {
  const root = await realpath(folder);
  const videos: DatasetVideo[] = [];
  const missing: VideoId[] = [];
  const seen = new Set<string>();
  for (const { filename, ...facts } of listed) {
    const id = requireInside(filename) as VideoId;
    if (seen.has(id)) throw listedTwice(id);
    seen.add(id);
    const path = join(folder, id);
    if (await isInside(root, path)) videos.push({ id, path, ...facts });
    else missing.push(id);
  }
  videos.sort((a, b) => compareCodePoints(a.id, b.id));
  return { videos, missing: missing.sort(compareCodePoints) };
}

/** A path that stays inside the dataset by its text alone: relative, without `..`, `.` or empty parts. */
function requireInside(filename: string): string {
  const parts = filename.split("/");
  const fine = filename !== "" && !filename.includes("\0") &&
    parts.every((part) => part !== "" && part !== "." && part !== "..");
  if (fine) return filename;
  throw inputError("DATASET_NAME_OUTSIDE", {
    what: `the labels list ${JSON.stringify(filename)}, which is no path inside the dataset`,
    remedy: "Name files relative to the dataset's folder, with / and without ..",
  });
}

/** Whether a regular file is there, with every link on the way followed, and still below `root`. */
async function isInside(root: string, path: string): Promise<boolean> {
  const real = await realpath(path).catch(() => null);
  if (real === null || !await isRegularFile(real)) return false;
  const way = relative(root, real);
  return way !== ".." && !way.startsWith("../");
}

export async function isRegularFile(path: string): Promise<boolean> {
  return await stat(path).then((found) => found.isFile(), () => false);
}

function listedTwice(id: string) {
  return inputError("DATASET_NAME_TWICE", {
    what: `the labels list ${JSON.stringify(id)} twice`,
    remedy: "Keep one of the two",
  });
}
