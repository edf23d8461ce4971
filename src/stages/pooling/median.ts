import { mean } from "../../base/numeric/numpy/mean.ts";
import { poolingStrategy } from "./contract.ts";

/** Pools by the median, as `np.median`: the middle score, or the mean of the two middle ones. */
export const median = poolingStrategy({
  reads: [],
  branches: { median: "the median of all faces" },
  pool(scores, { format }) {
    const half = scores.length / 2;
    const middle = scores.toSorted().subarray(Math.ceil(half) - 1, Math.floor(half) + 1);
    return { probability: mean(middle, format), branch: "median" };
  },
});
