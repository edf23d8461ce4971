import { roundTo } from "../../base/numeric/numpy/float_format.ts";
import { mean } from "../../base/numeric/numpy/mean.ts";
import { poolingStrategy } from "./contract.ts";

/** Scores below this are confidently real. */
const REAL_THRESHOLD = 0.2;
/** A fake needs more confidently fake faces than this, even in a short video. */
const FEW_FAKES = 11;

/**
 * Pools by the winner's `confident_strategy`: if many faces are confidently fake, the mean of those (`fake`);
 * else, if nearly all are confidently real, the mean of those (`real`); else the mean of all (`mean`).
 * Thresholds are first rounded to the scores' format, as in NumPy.
 * Source: `selimsef/dfdc_deepfake_challenge`, `kernel_utils.py`.
 */
export const confident = poolingStrategy({
  reads: ["threshold"],
  branches: {
    fake: "many faces above the threshold, the mean of those",
    real: "nearly all faces below 0.2, the mean of those",
    mean: "the mean of all faces",
  },
  pool(scores, { threshold, format }) {
    const fakeAbove = roundTo(format, threshold);
    const fakes = scores.filter((score) => score > fakeAbove);
    if (fakes.length > Math.floor(scores.length / 2.5) && fakes.length > FEW_FAKES) {
      return { probability: mean(fakes, format), branch: "fake" };
    }
    const realBelow = roundTo(format, REAL_THRESHOLD);
    const reals = scores.filter((score) => score < realBelow);
    if (reals.length > 0.9 * scores.length) {
      return { probability: mean(reals, format), branch: "real" };
    }
    return { probability: mean(scores, format), branch: "mean" };
  },
});
