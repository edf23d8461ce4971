import { AssayError } from "../../records/errors.ts";
import { loadLater } from "../../platform/host/load_later.ts";
import { decodeLabels } from "../labels/decode_labels.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { fileNames, folderNames } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListOptions } from "./contract.ts";

/** DeepfakeBench's JSON, which lists crops of faces of the frames of several datasets' videos. */
export const deepfakebench: DatasetLayout = {
  title: "DeepfakeBench",
  labels: "a .json file of DeepfakeBench",
  takesLabelFile: true,
  recognisedBy: "the .json file that the user names, or that is at the top: " +
    "`{dataset: {label: {split: {video: {label, frames}}}}}`",
  async recognise(tree) {
    const names = await benchFiles(tree);
    return names.length === 0 ? null : names.map((name) => `\`${name}\``).join(" and ");
  },
  list,
};

async function list(tree: DatasetTree, options: ListOptions): Promise<LayoutListing> {
  const { listBench } = await loadLater<typeof import("./bench_listing.ts")>(
    new URL("./bench_listing.ts", import.meta.url),
  );
  const files = options.labelFile === null ? await benchFiles(tree) : [];
  return await listBench(tree, { ...options, files });
}

/** Files and folders that show another layout, beside which a file of DeepfakeBench does not count. */
const OTHERS =
  /^(metadata\.json|dataset\.json|original_sequences|manipulated_sequences|celeb-real|celeb-synthesis)$/i;

/** How much of a file is looked at, in bytes. */
const SAMPLE = 4096;

/** The files at the top that begin as DeepfakeBench's do. */
async function benchFiles(tree: DatasetTree): Promise<readonly string[]> {
  const names = await fileNames(tree);
  if ([...names, ...await folderNames(tree)].some((name) => OTHERS.test(name))) return [];
  const found: string[] = [];
  for (const name of names.filter((name) => /\.json$/i.test(name))) {
    const bytes = await tree.read(name).catch(unreadable) ?? new Uint8Array();
    const start = decodeLabels(bytes.subarray(0, SAMPLE), name).text;
    if (
      /^\s*\{\s*"[^"]+"\s*:\s*\{\s*"[^"]+"\s*:\s*\{\s*"(train|val|test)"\s*:\s*\{/.test(
        start,
      )
    ) {
      found.push(name);
    }
  }
  return found;
}

/** A file that cannot be read as labels, such as one of many gigabytes, is none of DeepfakeBench's. */
function unreadable(error: unknown): null {
  if (error instanceof AssayError) return null;
  throw error;
}
