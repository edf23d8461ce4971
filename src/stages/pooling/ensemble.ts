import type { ScoreFormat } from "./contract.ts";
import { mean } from "../../base/numeric/numpy/mean.ts";

/**
 * The video's probability when several classifiers pooled it: `np.mean` of theirs.
 * @param probabilities one per classifier, at least one, in config order, each exact in `format`
 * @returns in [0, 1], exact in `format`
 * @throws RangeError for no probabilities
 */
export function ensemble(probabilities: Float64Array, format: ScoreFormat): number {
  return mean(probabilities, format);
}
