import { sha256Hex } from "../platform/files/hash.ts";
import type { DatasetVideo } from "../records/video.ts";

/** A video of a dataset with the hash of its file. */
export interface HashedVideo extends Pick<DatasetVideo, "id" | "label" | "group" | "split"> {
  /** SHA-256, hex; `null`: the file cannot be read. */
  readonly contentHash: string | null;
}

/** Computes the identity of a set of videos: SHA-256, hex, over names, labels, groups, splits and contents. */
export function datasetDigest(videos: Iterable<HashedVideo>): string {
  const facts: unknown[] = [];
  for (const { id, label, group, split, contentHash } of videos) {
    facts.push([id, label, group, split, contentHash]);
  }
  return sha256Hex(JSON.stringify(facts));
}
