import type { DatasetLayout } from "./contract.ts";
import { csv } from "./csv.ts";
import { dfdc } from "./dfdc.ts";
import type { LayoutName } from "./parameters.ts";
import { unlabelled } from "./unlabelled.ts";

/** Dataset layouts by name, in the order in which they are tried. */
export const datasetLayouts = {
  dfdc,
  csv,
  unlabelled,
} as const satisfies Record<LayoutName, DatasetLayout>;
