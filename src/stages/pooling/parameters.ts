import { z } from "zod";
import { parameter } from "../parameter.ts";

/** How face scores become the video's probability. */
export const poolingParameters = {
  /** A name of `registry.ts`. */
  pooling: parameter({
    schema: z.string().describe("how face scores become the video's probability"),
    stage: "pool",
    label: "",
    presets: { reference: "confident" },
  }),
  threshold: parameter({
    schema: z.number().gt(0).lt(1).describe(
      "pooling confident: a face scored above this is confidently fake",
    ),
    stage: "pool",
    label: "threshold",
    presets: { reference: 0.8 },
  }),
  singleFace: parameter({
    schema: z.enum(["fallback", "score"]).describe(
      "a video with a single face: 0.5 as in the original, or its score",
    ),
    stage: "pool",
    label: "single",
    presets: { reference: "fallback", fixed: "score" },
  }),
} as const;
