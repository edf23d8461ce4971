import { celebDf } from "./celeb_df.ts";
import { classFolders } from "./class_folders.ts";
import type { DatasetLayout } from "./contract.ts";
import { deeperforensics } from "./deeperforensics.ts";
import { deepfakebench } from "./deepfakebench.ts";
import { dfd } from "./dfd.ts";
import { dfdc } from "./dfdc.ts";
import { dfdcParts } from "./dfdc_parts.ts";
import { dfdcPreview } from "./dfdc_preview.ts";
import { dfdcTestSet } from "./dfdc_test_set.ts";
import { fakeavceleb } from "./fakeavceleb.ts";
import { ffpp } from "./ffpp.ts";
import { table } from "./table.ts";
import { unlabelled } from "./unlabelled.ts";
import { wilddeepfake } from "./wilddeepfake.ts";

/** Dataset layouts by name. */
export const datasetLayouts = {
  dfdc,
  "dfdc-parts": dfdcParts,
  "dfdc-test": dfdcTestSet,
  "dfdc-preview": dfdcPreview,
  ffpp,
  dfd,
  "celeb-df": celebDf,
  deeperforensics,
  fakeavceleb,
  wilddeepfake,
  deepfakebench,
  folders: classFolders,
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
  name !== "unlabelled"
);
