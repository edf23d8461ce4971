import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { counted } from "../base/text/counted.ts";
import { type DataWarning, dataWarning } from "../records/data_warning.ts";
import type { Dataset, DatasetVideo } from "../records/video.ts";
import { videoNames } from "./layouts/unlabelled.ts";

/**
 * What is wrong with a dataset before any of its videos is opened: files that are missing or in no list, and
 * groups that lie in several splits.
 * @param dataset whole, not one of its splits
 * @throws AssayError (exit code 3) when its folder cannot be read
 */
export async function datasetWarnings(dataset: Dataset): Promise<readonly DataWarning[]> {
  const unlisted = await unlistedFiles(dataset);
  return [missingFiles(dataset), unlistedWarning(unlisted), groupsAcrossSplits(dataset.videos)]
    .filter((warning) => warning !== null);
}

function missingFiles({ missing, layout }: Dataset): DataWarning | null {
  if (layout === "unlabelled") return outsideWarning(missing);
  const { length } = missing;
  return dataWarning(
    "missing_files",
    missing,
    (first) =>
      `${counted(length, "video")} ${
        length === 1 ? "is" : "are"
      } listed in the labels, not on disk ` +
      `(the first is ${first}): every number is of the others. Put them in place, or use --strict to ` +
      "stop where any is missing.",
  );
}

/** Without labels only what a folder holds is known: what is missing there is a link that leads nowhere or out. */
function outsideWarning(missing: Dataset["missing"]): DataWarning | null {
  return dataWarning(
    "missing_files",
    missing,
    (first) =>
      `${
        counted(missing.length, "video")
      } left out (the first is ${first}): no file, or a link that leads ` +
      "out of the dataset's folder. Put the file itself there, or use --strict to stop where any is missing.",
  );
}

/** Video files in the folder that its labels do not name. */
async function unlistedFiles({ folder, videos, missing }: Dataset): Promise<readonly string[]> {
  const listed = new Set<string>([...videos.map(({ id }) => id), ...missing]);
  return (await videoNames(folder)).filter((name) => !listed.has(name)).sort(compareCodePoints);
}

function unlistedWarning(unlisted: readonly string[]): DataWarning | null {
  const { length } = unlisted;
  return dataWarning(
    "unlisted_files",
    unlisted,
    (first) =>
      `${counted(length, "video")} in the dataset's folder ${
        length === 1 ? "is" : "are"
      } not in its ` +
      `labels and left out (the first is ${first}). Add ${
        length === 1 ? "it" : "them"
      } to the labels, ` +
      "or move them away.",
  );
}

/** A group in two splits lets a classifier trained on one know faces of the other. */
function groupsAcrossSplits(videos: readonly DatasetVideo[]): DataWarning | null {
  const splits = new Map<string, Set<string>>();
  for (const { group, split } of videos) {
    if (split === null) continue;
    splits.set(group, (splits.get(group) ?? new Set()).add(split));
  }
  const torn = [...splits].filter(([, found]) => found.size > 1);
  const splitsOfFirst = [...torn[0]?.[1] ?? []].sort().join(", ");
  return dataWarning(
    "groups_across_splits",
    torn.map(([group]) => group),
    (first) =>
      `${counted(torn.length, "group")} ${
        torn.length === 1 ? "has" : "have"
      } videos in several splits ` +
      `(the first is ${first}: ${splitsOfFirst}): what was trained on one split ` +
      "knows those people, and scores on the other are too good. Put each group into one split.",
  );
}
