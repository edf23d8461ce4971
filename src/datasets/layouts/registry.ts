import type { DatasetLayout } from "./contract.ts";
import { csv } from "./csv.ts";
import { dfdc } from "./dfdc.ts";
import { unlabelled } from "./unlabelled.ts";

/** Dataset layouts by name, in the order in which they are tried. */
export const datasetLayouts = {
  dfdc,
  csv,
  unlabelled,
} as const satisfies Readonly<Record<string, DatasetLayout>>;

export type LayoutName = keyof typeof datasetLayouts;

/** Their names, in the same order. */
export const LAYOUTS = Object.keys(datasetLayouts) as readonly LayoutName[];
