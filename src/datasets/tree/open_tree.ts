import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { ArchiveFolder } from "../../platform/archives/member_tree.ts";
import { isArchiveName, isCompressedArchiveName } from "../../platform/archives/archive_names.ts";
import { loadLater } from "../../platform/host/load_later.ts";
import { inputError } from "../../records/errors.ts";
import { archiveTree, treeOfArchive } from "./archive_tree.ts";
import { HOW_TO_STORE } from "./compressed_clips.ts";
import type { DatasetTree } from "./dataset_tree.ts";
import { folderTree, type FolderTreeOptions } from "./folder_tree.ts";

/** Whether the file at a path is an archive by its name, one that is read or one that is refused. */
export function isArchivePlace(path: string): boolean {
  return isArchiveName(path) || isCompressedArchiveName(path);
}

/**
 * Opens a folder or an archive (absolute path) as a tree. Archives in a folder count as unpacked where they lie.
 * @throws AssayError DATASET_UNREADABLE, DATASET_ARCHIVE_BROKEN or DATASET_COMPRESSED (exit 3)
 */
export async function openTree(place: string, options: FolderTreeOptions): Promise<DatasetTree> {
  if (!await isArchiveFile(place)) return archiveTree(await folderTree(place, options));
  return treeOfArchive(place, await readPlace(place));
}

/**
 * Opens the trees that a place may mean, the likeliest first. An archive in which everything is in one folder is that
 * folder packed, so that names begin inside it; it may also be a part of something larger that begins at the archive.
 * @throws AssayError as `openTree`
 */
export async function openTrees(
  place: string,
  options: FolderTreeOptions,
): Promise<readonly DatasetTree[]> {
  if (!await isArchiveFile(place)) return [await openTree(place, options)];
  const folder = await readPlace(place);
  const whole = treeOfArchive(place, folder);
  const [only, second] = folder.children.values();
  const isPackedFolder = only?.kind === "folder" && second === undefined;
  return isPackedFolder ? [treeOfArchive(place, only), whole] : [whole];
}

async function isArchiveFile(place: string): Promise<boolean> {
  if (!isArchivePlace(place)) return false;
  return await stat(place).then((found) => found.isFile(), () => false);
}

async function readPlace(place: string): Promise<ArchiveFolder> {
  if (isCompressedArchiveName(place)) {
    throw inputError("DATASET_COMPRESSED", {
      what: `${basename(place)} is compressed, so that videos in it cannot be read in place`,
      remedy: HOW_TO_STORE,
    });
  }
  const { readArchive } = await loadLater<
    typeof import("../../platform/archives/open_archive.ts")
  >(new URL("../../platform/archives/open_archive.ts", import.meta.url));
  try {
    return readArchive(place);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw inputError("DATASET_ARCHIVE_BROKEN", {
      what: `${basename(place)} cannot be read: ${cause.message}`,
      remedy: "Unpack it and pass the folder, or copy it again",
      cause,
    });
  }
}
