import type { DatasetVideo } from "../records/video.ts";
import { sampleVideos } from "./sample_videos.ts";

/** How many videos of a dataset are taken, and which: a representative sample, or the first by name. */
export interface VideoLimit {
  readonly kind: "sample" | "first";
  /** At least 1. */
  readonly count: number;
}

/** Formats a limit as it is typed: `20`, or `first:20`. */
export function limitText({ kind, count }: VideoLimit): string {
  return kind === "first" ? `first:${count}` : `${count}`;
}

/**
 * Takes some of a dataset's videos, the same ones on every machine.
 * @param videos sorted by id
 * @returns sorted by id; all of them when there are no more than the limit
 */
export function limitVideos(
  videos: readonly DatasetVideo[],
  { kind, count }: VideoLimit,
): readonly DatasetVideo[] {
  if (videos.length <= count) return videos;
  return kind === "first" ? videos.slice(0, count) : sampleVideos(videos, count);
}
