import { AssayError, inputError, usageError } from "../records/errors.ts";
import { shellWord } from "../base/text/shell_word.ts";
import type { DatasetLayout, LayoutListing, ListOptions } from "./layouts/contract.ts";
import { datasetLayouts, LABELLED_LAYOUTS, type LayoutName } from "./layouts/registry.ts";
import { matchingLayouts, type RecognisedLayout } from "./recognise_layout.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";

/** Number of names that an error lists. */
const MOST_NAMES = 5;

/** Errors of a layout that mean that its labels are not there. */
const NOT_THERE = ["DATASET_LABELS_BROKEN", "DATASET_LABELS_MISSING", "DATASET_EMPTY"];

/**
 * Lists a dataset by the layout that the user named. It may be one that does not recognise the tree by itself, because
 * a more specific layout does.
 * @throws AssayError DATASET_LAYOUT (exit 3) when the tree has nothing of that layout, USAGE (exit 2) when a file of
 * labels was named that the layout does not read
 */
export async function forcedListing(
  layout: LayoutName,
  tree: DatasetTree,
  options: ListOptions,
): Promise<{ readonly recognised: RecognisedLayout; readonly listing: LayoutListing }> {
  const { labelFile } = options;
  if (labelFile !== null && !takesLabelFile(layout)) throw noLabelFile(layout, labelFile);
  const by = await datasetLayouts[layout].recognise(tree);
  const list = () => datasetLayouts[layout].list(tree, options);
  const listing = by === null && labelFile === null ? await list().catch(nothing) : await list();
  if (listing === null || (by === null && listing.videos.length === 0)) {
    throw await wrongLayout(layout, tree);
  }
  return { recognised: { layout, by: by ?? `\`--layout ${layout}\``, notes: [] }, listing };
}

function takesLabelFile(layout: LayoutName): boolean {
  const { takesLabelFile }: DatasetLayout = datasetLayouts[layout];
  return takesLabelFile === true;
}

function noLabelFile(layout: LayoutName, labelFile: string): AssayError {
  const { title } = datasetLayouts[layout];
  const taking = LABELLED_LAYOUTS.filter(takesLabelFile).join(", ");
  return usageError("USAGE", {
    what: `--layout ${layout} (${title}) takes its labels from folders, not from ${
      shellWord(labelFile)
    }`,
    remedy:
      `Give the dataset's folder with --dataset, or a layout that reads a file of labels: ${taking}`,
  });
}

function nothing(error: unknown): null {
  if (error instanceof AssayError && NOT_THERE.includes(error.code)) return null;
  throw error;
}

async function wrongLayout(layout: LayoutName, tree: DatasetTree): Promise<AssayError> {
  const { title, recognisedBy } = datasetLayouts[layout];
  const fitting = await matchingLayouts(tree);
  return inputError("DATASET_LAYOUT", {
    what: `${shellWord(tree.place)} is not ${title} (\`${layout}\`), which has ${recognisedBy}: ` +
      `it has ${await contentText(tree)}`,
    remedy: fitting.length === 0
      ? "Give the folder that has them, or leave out --layout"
      : `Use ${fitting.map((match) => `\`--layout ${match.layout}\` (${match.by})`).join(" or ")}`,
  });
}

async function contentText(tree: DatasetTree): Promise<string> {
  const names = (await tree.entries("")).map(({ name, kind }) =>
    `\`${name}${kind === "folder" ? "/" : ""}\``
  );
  if (names.length === 0) return "nothing";
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
