import { findMetadata, METADATA } from "../labels/find_metadata.ts";
import type { DatasetLayout } from "./contract.ts";
import { listMetadata } from "./dfdc_metadata.ts";

/** DFDC's layout: `metadata.json` maps each file name to `label`, `split` and the `original` of a fake. */
export const dfdc: DatasetLayout = {
  title: "DFDC",
  labels: METADATA,
  takesLabelFile: true,
  recognisedBy: "`metadata.json` that maps file names to labels",
  recognise: async (tree) => await findMetadata(tree) === "labels" ? "`metadata.json`" : null,
  list: listMetadata,
};
