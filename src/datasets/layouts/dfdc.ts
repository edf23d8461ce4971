import type { DatasetTree } from "../tree/dataset_tree.ts";
import type { DatasetLayout, LayoutListing } from "./contract.ts";
import { entriesOf, entryVideo, metadataKind, originalGroups } from "./dfdc_entries.ts";

const LABELS = "metadata.json";

/** DFDC's layout: `metadata.json` maps each file name to `label`, `split` and the `original` of a fake. */
export const dfdc: DatasetLayout = {
  title: "DFDC",
  labels: LABELS,
  recognisedBy: "`metadata.json` that maps file names to labels",
  async recognise(tree) {
    const bytes = await tree.read(LABELS);
    return bytes === null || metadataKind(bytes) === "is_fake" ? null : "`metadata.json`";
  },
  list,
};

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const entries = entriesOf(await tree.read(LABELS) ?? new Uint8Array(), LABELS);
  const videos = entries.map((entry) => entryVideo(entry, LABELS));
  const isStated = videos.some(({ filename, group }) => group !== filename);
  return { videos, groups: originalGroups(isStated), notes: [] };
}
