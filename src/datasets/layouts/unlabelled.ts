import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { inputError } from "../../records/errors.ts";
import type { DatasetLayout, DatasetListing } from "./contract.ts";
import { listedVideos } from "./listed_videos.ts";

const VIDEO = /\.(mp4|m4v|mov|mkv|avi|webm)$/i;

/** Layout without labels: a folder with videos at any depth. Hidden files and folders are ignored. */
export const unlabelled: DatasetLayout = { labels: null, recognises, list };

async function recognises(folder: string): Promise<boolean> {
  return (await videoNames(folder)).length > 0;
}

async function list(folder: string): Promise<DatasetListing> {
  const names = await videoNames(folder);
  return await listedVideos(
    folder,
    names.map((filename) => ({ filename, label: null, group: filename, split: null })),
  );
}

/** Lists the paths of all files with a video's extension in a folder, at any depth, without hidden ones. */
export async function videoNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw inputError("DATASET_UNREADABLE", {
      what: "the dataset's folder or a folder in it cannot be read",
      remedy: "Check that it exists and that you may read it",
      cause,
    });
  });
  return entries
    .filter((entry) => !entry.isDirectory() && VIDEO.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => !name.split("/").some((part) => part.startsWith(".")));
}
