import { basename, dirname } from "node:path";
import { requireRegularFile } from "../platform/files/regular_file.ts";
import { readJson } from "./labels/read_json.ts";
import { isDeepfakeBench } from "./layouts/bench_clips.ts";
import { datasetLayouts, LABELLED_LAYOUTS, type LayoutName } from "./layouts/registry.ts";
import { type RecognisedLayout, recogniseLayout, requireLayout } from "./recognise_layout.ts";
import { extensionOf, withoutExtension } from "./tree/clip_names.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";
import { readLabelBytes } from "./tree/label_bytes.ts";

/** Names of files of labels that say nothing of the dataset, without extension. */
const PLAIN_NAMES = ["labels", "label", "metadata", "meta_data", "dataset"];

/** The layout that takes a JSON of any facts, if no other says that it is its own. */
const ANY_JSON: LayoutName = "dfdc";

/**
 * Finds the layout of a file of labels that the user named: the one of its folder where it is that folder's file of
 * labels, else by its content.
 * @param file absolute path
 * @param tree where the paths in it begin
 * @throws AssayError (exit 3) when it cannot be read
 */
export async function recogniseLabels(
  file: string,
  tree: DatasetTree,
): Promise<RecognisedLayout> {
  await requireRegularFile(file);
  const by = `\`${basename(file)}\`, which was named`;
  const own = tree.place === dirname(file) ? await ownLayout(file, tree) : null;
  if (own !== null) return { layout: own, by, notes: [] };
  if (extensionOf(file) !== "json") return { layout: "table", by, notes: [] };
  return { layout: await layoutOfJson(file, tree), by, notes: [] };
}

/** The layout of the file's folder, if it is recognised by this file. */
async function ownLayout(file: string, tree: DatasetTree): Promise<LayoutName | null> {
  const found = await recogniseLayout(tree).catch(() => null);
  return found?.by.includes(`\`${basename(file)}\``) ? found.layout : null;
}

async function layoutOfJson(file: string, tree: DatasetTree): Promise<LayoutName> {
  const value = valueOf(await readLabelBytes(file));
  if (isDeepfakeBench(value)) return requireLayout("deepfakebench");
  if (Array.isArray(value)) return "table";
  for (const layout of LABELLED_LAYOUTS.filter((one) => one !== ANY_JSON)) {
    const name = labelsName(layout);
    if (name === null || extensionOf(name) !== "json") continue;
    const found = await datasetLayouts[layout].recognise(labelsInPlace(tree, { name, file }));
    if (found !== null) return layout;
  }
  return ANY_JSON;
}

/** @returns `null`: it is not JSON, of which the layout that reads it says more */
function valueOf(bytes: Uint8Array): unknown {
  try {
    return readJson(bytes, { name: "", remedy: "" }).value;
  } catch {
    return null;
  }
}

/** The name of the file that holds a layout's labels; `null`: it is not one file at the top. */
function labelsName(layout: LayoutName): string | null {
  const { labels } = datasetLayouts[layout];
  return labels !== null && /^\w+\.\w+$/.test(labels) ? labels : null;
}

/** The tree with the file where a layout looks for its labels, so that the layout says whether it is one of its own. */
function labelsInPlace(
  tree: DatasetTree,
  { name, file }: { readonly name: string; readonly file: string },
): DatasetTree {
  return {
    place: tree.place,
    async entries(folder) {
      const entries = await tree.entries(folder);
      if (folder !== "") return entries;
      return [...entries.filter((entry) => entry.name !== name), { name, kind: "file" }];
    },
    read: async (path) => path === name ? await readLabelBytes(file) : await tree.read(path),
    clip: (path) => tree.clip(path),
    leftOut: () => tree.leftOut(),
  };
}

/** Names a dataset that was opened by its file of labels: after the file, if its name says something. */
export function nameOfLabels(file: string): string {
  const stem = withoutExtension(basename(file));
  return PLAIN_NAMES.includes(stem.toLowerCase()) ? basename(dirname(file)) : stem;
}
