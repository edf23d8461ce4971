import { crc32 } from "node:zlib";
import type { RunProof } from "../records/manifest.ts";
import type { DatasetVideo, Tags } from "../records/video.ts";
import { taggedFacts } from "../records/tagged_facts.ts";
import { sha256Hex } from "../platform/files/hash.ts";

/** A video's entry in its dataset, without its path. */
export interface VideoFacts extends Pick<DatasetVideo, "id" | "label" | "group" | "split"> {
  /** Left out: none. */
  readonly tags?: Tags;
}

const DIGITS = 8;

/** Hashes of the chosen videos, in order, for the manifest. */
export function selectionProof(
  videos: readonly VideoFacts[],
): Pick<RunProof, "selection" | "videos"> {
  const texts = videos.map(factsText);
  const marks = texts.map((text) => crc32(text).toString(16).padStart(DIGITS, "0"));
  return { selection: sha256Hex(texts.join("\n")), videos: marks.join("") };
}

/**
 * Lists the names of videos that are new, or whose entry in the dataset changed. Empty when the proof has no list, as
 * that of a complete run.
 */
export function changedVideos(
  videos: readonly VideoFacts[],
  { videos: marks }: Pick<RunProof, "videos">,
): readonly string[] {
  if (marks === "") return [];
  const known = new Set(marks.match(/.{8}/g));
  const now = selectionProof(videos).videos.match(/.{8}/g) ?? [];
  return videos.filter((_, i) => !known.has(now[i] ?? "")).map(({ id }) => id);
}

function factsText({ id, label, group, split, tags = {} }: VideoFacts): string {
  return JSON.stringify([id, label, group, split, ...taggedFacts(tags)]);
}
