import { poolingStrategy } from "./contract.ts";

/** Pools by the highest score. */
export const max = poolingStrategy({
  reads: [],
  branches: { max: "the highest face" },
  pool(scores) {
    return {
      probability: scores.reduce((highest, score) => Math.max(highest, score)),
      branch: "max",
    };
  },
});
