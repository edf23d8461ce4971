import { mean as meanOf } from "../../base/numeric/numpy/mean.ts";
import { poolingStrategy } from "./contract.ts";

/** `np.mean` of all scores. */
export const mean = poolingStrategy({
  reads: [],
  branches: { mean: "the mean of all faces" },
  pool(scores, { format }) {
    return { probability: meanOf(scores, format), branch: "mean" };
  },
});
