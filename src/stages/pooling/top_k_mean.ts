import { mean } from "../../base/numeric/numpy/mean.ts";
import { poolingStrategy } from "./contract.ts";

/** Pools by the mean of the `topFaces` highest scores, summed in ascending order; of all when there are fewer. */
export const topKMean = poolingStrategy({
  reads: ["topFaces"],
  branches: { top_k_mean: "the mean of the highest faces" },
  pool(scores, { format, topFaces }) {
    const highest = scores.toSorted().subarray(Math.max(0, scores.length - topFaces));
    return { probability: mean(highest, format), branch: "top_k_mean" };
  },
});
