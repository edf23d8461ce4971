import type { PoolingStrategy } from "./contract.ts";
import { mean as meanOf } from "../../base/numeric/numpy/mean.ts";

/** `np.mean` of all scores. */
export const mean: PoolingStrategy = {
  pool(scores, { format }) {
    return { probability: meanOf(scores, format), branch: "mean" };
  },
};
