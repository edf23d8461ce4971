import { mean as meanOf } from "../../base/numeric/numpy/mean.ts";
import { poolingStrategy } from "./contract.ts";

/** Pools by the mean of all scores, as `np.mean`. */
export const mean = poolingStrategy({
  reads: [],
  branches: { mean: "the mean of all faces" },
  pool(scores, { format }) {
    return { probability: meanOf(scores, format), branch: "mean" };
  },
});
