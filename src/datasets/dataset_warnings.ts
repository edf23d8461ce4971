import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { counted } from "../base/text/counted.ts";
import { type DataWarning, dataWarning } from "../records/data_warning.ts";
import type { Dataset, DatasetVideo } from "../records/video.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";
import { openTrees } from "./tree/open_tree.ts";
import { videoNames } from "./layouts/unlabelled.ts";

/**
 * Checks a dataset before any video is opened: for missing and unlisted files, and for groups in several
 * splits.
 * @param dataset complete, not one split
 * @throws AssayError (exit 3) when its folder cannot be read
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
      } listed in the labels but not on disk ` +
      `(the first is ${first}), and left out of all results. Add the files, or use --strict to ` +
      "stop when files are missing.",
  );
}

/** Warns of missing videos in a folder without labels, where they are broken links or links that lead out of it. */
function outsideWarning(missing: Dataset["missing"]): DataWarning | null {
  return dataWarning(
    "missing_files",
    missing,
    (first) =>
      `${
        counted(missing.length, "video")
      } left out (the first is ${first}): a broken link, or a link that leads ` +
      "out of the dataset's folder. Replace it by the file itself, or use --strict to stop when files are missing.",
  );
}

/** Lists the video files in the folder that are not in its labels. */
async function unlistedFiles(dataset: Dataset): Promise<readonly string[]> {
  const { videos, missing } = dataset;
  const listed = new Set<string>([...videos.map(({ id }) => id), ...missing]);
  const tree = await treeOf(dataset);
  return (await videoNames(tree)).filter((name) => !listed.has(name)).sort(compareCodePoints);
}

/** Opens the tree that a dataset's videos are named in. */
async function treeOf({ folder, videos }: Dataset): Promise<DatasetTree> {
  const trees = await openTrees(folder, { followLinks: false });
  for (const tree of trees) {
    if (videos[0] === undefined || await tree.clip(videos[0].id) !== null) return tree;
  }
  return trees[0]!;
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
      "or move them out of the folder.",
  );
}

/** Warns of groups in several splits: a classifier trained on one split knows faces of the other. */
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
      `(the first is ${first}: ${splitsOfFirst}): a classifier trained on one split ` +
      "has seen these people, so its results on the other are too good. Assign each group to one split.",
  );
}
