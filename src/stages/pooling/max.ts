import { poolingStrategy } from "./contract.ts";

/** The highest score: one face that looks fake makes the video fake. */
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
