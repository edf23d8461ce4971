import { findMetadata, METADATA } from "../labels/find_metadata.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { hasFile } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListOptions } from "./contract.ts";
import { listMetadata } from "./dfdc_metadata.ts";
import { table } from "./table.ts";

/**
 * The layout of DFDC's test and validation sets: `metadata.json` maps each file name to `is_fake` and to what was done
 * to the video, or `labels.csv` has a line for each.
 */
export const dfdcTestSet: DatasetLayout = {
  title: "DFDC test set",
  labels: METADATA,
  takesLabelFile: true,
  recognisedBy: "`metadata.json` that maps file names to `is_fake`",
  async recognise(tree) {
    return await findMetadata(tree) === "is_fake" ? "`metadata.json` with `is_fake`" : null;
  },
  list,
};

async function list(tree: DatasetTree, options: ListOptions): Promise<LayoutListing> {
  const { labelFile } = options;
  const isTable = labelFile === null ? !await hasFile(tree, METADATA) : !/\.json$/i.test(labelFile);
  return isTable ? await table.list(tree, options) : await listMetadata(tree, options);
}
