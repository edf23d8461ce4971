import type { DatasetTree } from "../tree/dataset_tree.ts";
import type { DatasetLayout, LayoutListing, ListOptions } from "./contract.ts";
import { entriesOf, entryVideo, metadataKind, originalGroups } from "./dfdc_entries.ts";
import { table } from "./table.ts";

const LABELS = "metadata.json";

/**
 * The layout of DFDC's test and validation sets: `metadata.json` maps each file name to `is_fake` and to what was done
 * to the video, or `labels.csv` has a line for each.
 */
export const dfdcTestSet: DatasetLayout = {
  title: "DFDC test set",
  labels: LABELS,
  recognisedBy: "`metadata.json` that maps file names to `is_fake`",
  async recognise(tree) {
    const bytes = await tree.read(LABELS);
    if (bytes === null || metadataKind(bytes) !== "is_fake") return null;
    return "`metadata.json` with `is_fake`";
  },
  list,
};

async function list(tree: DatasetTree, options: ListOptions): Promise<LayoutListing> {
  const isTable = options.labelFile !== null && !/\.json$/i.test(options.labelFile);
  const bytes = isTable ? null : await tree.read(LABELS);
  if (bytes === null) return await table.list(tree, options);
  const videos = entriesOf(bytes, LABELS).map((entry) => entryVideo(entry, LABELS));
  const isStated = videos.some(({ filename, group }) => group !== filename);
  return {
    videos,
    groups: originalGroups(isStated),
    notes: ["In metadata.json is_fake was taken for the label, where 1 is FAKE."],
  };
}
