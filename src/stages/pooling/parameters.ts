import { z } from "zod";
import { parameter } from "../parameter.ts";

/** Parameters of the pool stage. */
export const poolingParameters = {
  /** Name of a pooling strategy in `registry.ts`. */
  pooling: parameter({
    schema: z.string().describe("how face scores are combined into the video's probability"),
    stage: "pool",
    label: "",
    inCards: "shared",
    presets: { reference: "confident" },
  }),
  threshold: parameter({
    schema: z.number().gt(0).lt(1).describe(
      "pooling confident: a face scored above this is confidently fake",
    ),
    stage: "pool",
    label: "threshold",
    inCards: "shared",
    presets: { reference: 0.8 },
  }),
  topFaces: parameter({
    schema: z.int().min(1).max(100000).describe(
      "pooling top_k_mean: the number of highest face scores that are averaged",
    ),
    stage: "pool",
    label: "top",
    inCards: "shared",
    presets: { reference: 10 },
  }),
  singleFace: parameter({
    schema: z.enum(["fallback", "score"]).describe(
      "video with a single face; fallback: 0.5, as in the original; score: the face's score",
    ),
    stage: "pool",
    label: "single",
    presets: { reference: "fallback", fixed: "score" },
  }),
} as const;
