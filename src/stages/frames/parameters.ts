import { z } from "zod";
import { parameter } from "../parameter.ts";

export const READ_RULES = ["walk", "each"] as const;
export type ReadRule = (typeof READ_RULES)[number];

export const FRAME_COUNTS = ["container", "decoded"] as const;

/** The reference's first. */
export const ROTATIONS = ["opencv46", "display", "none"] as const;
export type Rotation = (typeof ROTATIONS)[number];

/** Parameters of the sample stage. */
export const frameParameters = {
  frameCount: parameter({
    schema: z.enum(FRAME_COUNTS).describe(
      "container: what the container claims, as OpenCV 4.6 reports it; decoded: what the stream really holds",
    ),
    stage: "sample",
    label: "count",
    presets: { reference: "container", fixed: "decoded" },
  }),
  /** Name of a frame selector in `registry.ts`. */
  selection: parameter({
    schema: z.string().describe("how frames are selected"),
    stage: "sample",
    label: "",
    presets: { reference: "uniform" },
  }),
  frames: parameter({
    // The limit exceeds any video's length; plans hold all indices of a video in memory.
    schema: z.int().min(1).max(1_000_000).describe("frames requested per video"),
    stage: "sample",
    label: "frames",
    presets: { reference: 32 },
  }),
  /** Frames; offsets in [-jitter, jitter) are added to the indices, none for 0. */
  jitter: parameter({
    schema: z.int().min(0).max(2 ** 31 - 1).describe("random shift of each index, in frames"),
    stage: "sample",
    label: "jitter",
    presets: { reference: 0 },
  }),
  /** Seed of NumPy's legacy generator. */
  seed: parameter({
    schema: z.int().min(0).max(2 ** 32 - 1).describe("seed of jitter and random selection"),
    stage: "sample",
    label: "seed",
    presets: { reference: 0 },
  }),
  readIndices: parameter({
    schema: z.enum(READ_RULES).describe(
      "walk: as the winner's reader, which stops at a repeated index; each: every distinct index",
    ),
    stage: "sample",
    label: "read",
    presets: { reference: "walk", fixed: "each" },
  }),
  rotation: parameter({
    schema: z.enum(ROTATIONS).describe(
      "opencv46: rotated as OpenCV 4.6 does, upside down at 90° and 270°; display: upright, as players show it; " +
        "none: as stored",
    ),
    stage: "decode",
    label: "",
    presets: { reference: "opencv46", fixed: "display" },
  }),
} as const;
