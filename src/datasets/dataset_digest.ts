import { sha256Hex } from "../platform/files/hash.ts";
import { taggedFacts } from "../records/tagged_facts.ts";
import type { DatasetVideo, Tags } from "../records/video.ts";

/** A video of a dataset with the hash of its file. */
export interface HashedVideo extends Pick<DatasetVideo, "id" | "label" | "group" | "split"> {
  /** SHA-256, hex; `null`: the file cannot be read. */
  readonly contentHash: string | null;
  /** Left out: none. */
  readonly tags?: Tags;
}

/** Computes the identity of a set of videos: SHA-256, hex, over names, labels, groups, splits, contents and tags. */
export function datasetDigest(videos: Iterable<HashedVideo>): string {
  const facts: unknown[] = [];
  for (const { id, label, group, split, contentHash, tags = {} } of videos) {
    facts.push([id, label, group, split, contentHash, ...taggedFacts(tags)]);
  }
  return sha256Hex(JSON.stringify(facts));
}
