import { extensionOf } from "./clip_names.ts";

/** Extensions of files of labels, in lower case. */
export const LABEL_EXTENSIONS = ["json", "csv", "tsv"] as const;

const LABELS = new Set<string>(LABEL_EXTENSIONS);

/** Whether a file may hold labels by its name. */
export function isLabelName(name: string): boolean {
  return LABELS.has(extensionOf(name));
}
