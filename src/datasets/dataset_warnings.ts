import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { counted } from "../base/text/counted.ts";
import { type DataWarning, dataWarning } from "../records/data_warning.ts";
import type { Dataset } from "../records/video.ts";
import { folderTree } from "./tree/folder_tree.ts";
import { splitLeaks } from "./split_leaks.ts";
import { videoNames } from "./layouts/unlabelled.ts";

/**
 * Checks a dataset before any video is opened: for missing and unlisted files, and for groups
 * and persons in several splits.
 * @param dataset complete, not one split
 * @throws AssayError (exit 3) when its folder cannot be read
 */
export async function datasetWarnings(dataset: Dataset): Promise<readonly DataWarning[]> {
  const unlisted = await unlistedFiles(dataset);
  return [missingFiles(dataset), unlistedWarning(unlisted), ...splitLeaks(dataset.videos)]
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
async function unlistedFiles(
  { folder, layout, videos, missing }: Dataset,
): Promise<readonly string[]> {
  if (layout === "unlabelled") return []; // nothing lists videos there, and not all may have been asked for
  const listed = new Set<string>([...videos.map(({ id }) => id), ...missing]);
  const tree = await folderTree(folder, { followLinks: false });
  return (await videoNames(tree)).filter((name) => !listed.has(name)).sort(compareCodePoints);
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
