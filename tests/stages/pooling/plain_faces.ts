import type { ScoreFormat } from "../../../src/stages/pooling/contract.ts";

/** Options of a strategy for which only the scores matter. */
export function plainFaces<Format extends ScoreFormat>(format: Format, threshold = 0.8) {
  return { threshold, format, frameOf: [], emptyFrames: 0 } as const;
}
