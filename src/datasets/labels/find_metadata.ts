import type { DatasetTree } from "../tree/dataset_tree.ts";
import { hasEntry, hasFile } from "../tree/walk_tree.ts";
import { metadataKind } from "./metadata_json.ts";

/** The name of the JSON in which DFDC's sets have their labels. */
export const METADATA = "metadata.json";

/**
 * Finds out what a tree's `metadata.json` says, without an error.
 * @returns as `metadataKind`; `labels` also where something else is in its place, which reading it refuses; `null` also
 *   where there is none
 */
export async function findMetadata(tree: DatasetTree): Promise<"labels" | "is_fake" | null> {
  if (!await hasEntry(tree, METADATA)) return null;
  if (!await hasFile(tree, METADATA)) return "labels";
  return metadataKind(await tree.read(METADATA) ?? new Uint8Array());
}
