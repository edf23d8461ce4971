import { mean } from "../../base/numeric/numpy/mean.ts";
import { poolingStrategy } from "./contract.ts";

/** Of this many scores, one is dropped at each end. */
const ONE_IN = 10;

/**
 * Pools by the mean, summed in ascending order, without the lowest and the highest 10 % of the scores, each rounded
 * down: below ten scores none is dropped. As SciPy's `trim_mean(scores, 0.1)`.
 */
export const trimmedMean = poolingStrategy({
  reads: [],
  branches: { trimmed_mean: "the mean without the ends" },
  pool(scores, { format }) {
    const dropped = Math.floor(scores.length / ONE_IN);
    const kept = scores.toSorted().subarray(dropped, scores.length - dropped);
    return { probability: mean(kept, format), branch: "trimmed_mean" };
  },
});
