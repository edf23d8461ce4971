import { FOLDERS } from "../../evaluation/folders.ts";
import type { OpenDatasetOptions } from "../../datasets/open_dataset.ts";
import type { FlagValues } from "./flag.ts";
import type { DATASET_FLAGS } from "./flag_table.ts";
import { whereTags } from "./where_tags.ts";

/** Turns the flags that say how a dataset is read into the options of opening it. */
export function datasetOptions(
  { layout, where, root, followLinks }: FlagValues<typeof DATASET_FLAGS>,
): OpenDatasetOptions & { readonly followLinks: boolean } {
  return {
    datasetsFolder: FOLDERS.datasets,
    layout,
    where: whereTags(where),
    root,
    followLinks,
  };
}
