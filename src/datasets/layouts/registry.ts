import type { DatasetLayout } from "./contract.ts";
import { dfdc } from "./dfdc.ts";
import { table } from "./table.ts";
import { unlabelled } from "./unlabelled.ts";

/** Dataset layouts by name. */
export const datasetLayouts = {
  dfdc,
  table,
  unlabelled,
} as const satisfies Readonly<Record<string, DatasetLayout>>;

export type LayoutName = keyof typeof datasetLayouts;

const NAMES = Object.keys(datasetLayouts) as readonly LayoutName[];

/**
 * Their names in the order in which they are tried: as in the table, but those without labels last, since one of
 * them takes any folder with videos.
 */
export const LAYOUTS: readonly LayoutName[] = [
  ...NAMES.filter((name) => datasetLayouts[name].labels !== null),
  ...NAMES.filter((name) => datasetLayouts[name].labels === null),
];

/** Those that have labels, which are what `--layout` takes. */
export const LABELLED_LAYOUTS: readonly LayoutName[] = LAYOUTS.filter((name) =>
  datasetLayouts[name].labels !== null
);
