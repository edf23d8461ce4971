import { z } from "zod";

export const SELECTIONS = ["uniform", "random", "middle", "all"] as const;
export type Selection = (typeof SELECTIONS)[number];

export const READ_RULES = ["walk", "each"] as const;
export type ReadRule = (typeof READ_RULES)[number];

/** Which frames of a video are looked at. */
export interface FrameParameters {
  readonly selection: Selection;
  /** Frames asked for, at least 1; `all` ignores it. */
  readonly frames: number;
  /** Frames; 0 is no jitter, else offsets in [-jitter, jitter) are added. */
  readonly jitter: number;
  /** Seed of NumPy's legacy generator, 0 … 2³²−1. */
  readonly seed: number;
  readonly readIndices: ReadRule;
}

export const frameParameters = {
  selection: z.enum(SELECTIONS).describe("which frames: evenly spaced, random, middle, or all"),
  // More than any video has; plans hold all indices of a video in memory.
  frames: z.int().min(1).max(1_000_000).describe("frames asked for per video"),
  jitter: z.int().min(0).max(2 ** 31 - 1).describe("random shift of each index, in frames"),
  seed: z.int().min(0).max(2 ** 32 - 1).describe("seed of jitter and random selection"),
  readIndices: z.enum(READ_RULES).describe(
    "walk: read as the winner's reader does; each: every distinct index at its true place",
  ),
};
