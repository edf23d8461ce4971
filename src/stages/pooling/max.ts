import type { PoolingStrategy } from "./contract.ts";

/** The highest score: one face that looks fake makes the video fake. */
export const max: PoolingStrategy = {
  pool(scores) {
    return {
      probability: scores.reduce((highest, score) => Math.max(highest, score)),
      branch: "max",
    };
  },
};
