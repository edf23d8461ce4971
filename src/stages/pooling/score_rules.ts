import type { Reads } from "../part.ts";
import type { ScoreFormat, ScoreRules } from "./contract.ts";

const reads = ["precision", "singleFace"] as const;

/** The part with the rules that apply to every pooling strategy. */
export const scoreRules = {
  reads,
  format: ({ precision }: Reads<typeof reads>): ScoreFormat =>
    precision === "fp16" ? "float16" : "float32",
  refusesSingleFace: ({ singleFace }: Reads<typeof reads>) => singleFace === "fallback",
} satisfies ScoreRules;
