import type { ScoreFormat } from "./contract.ts";
import { mean } from "../../base/numeric/numpy/mean.ts";

/**
 * Averages a video's probabilities by several classifiers, as `np.mean`.
 * @param probabilities one per classifier, at least one, in config order, each exact in `format`
 * @returns probability in [0, 1], exact in `format`
 * @throws RangeError for no probabilities
 */
export function ensemble(probabilities: Float64Array, format: ScoreFormat): number {
  return mean(probabilities, format);
}
