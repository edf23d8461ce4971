import { z } from "zod";

export const POOLINGS = ["confident", "mean", "median", "max", "trimmed_mean"] as const;
export type PoolingName = (typeof POOLINGS)[number];

/** How face scores become the video's probability. */
export interface PoolingParameters {
  readonly pooling: PoolingName;
  /** Of `confident`: scores above it are confidently fake; in (0, 1). */
  readonly threshold: number;
  /** A video with one face: 0.5 as in the original, or its score. */
  readonly singleFace: "fallback" | "score";
}

export const poolingParameters = {
  pooling: z.enum(POOLINGS).describe("how face scores become the video's probability"),
  threshold: z.number().gt(0).lt(1).describe("of confident: above it a face is confidently fake"),
  singleFace: z.enum(["fallback", "score"]).describe(
    "a video with a single face: 0.5 as in the original, or its score",
  ),
};
