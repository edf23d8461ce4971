import { mean } from "../../base/numeric/numpy/mean.ts";
import { poolingStrategy } from "./contract.ts";

/** Score of a frame without a face. */
const UNDECIDED = 0.5;

/**
 * Pools by the mean over frames of each frame's highest score; a frame without a face counts 0.5. A frame all of whose
 * faces are beyond `maxFaces` counts for nothing. The protocol of Self-Blended Images, `mapooon/SelfBlendedImages`.
 */
export const frameMaxMean = poolingStrategy({
  reads: [],
  branches: { frame_max_mean: "the mean of each frame's highest face" },
  pool(scores, { format, frameOf, emptyFrames }) {
    const highest = highestOfFrames(scores, frameOf);
    const empty = new Array<number>(emptyFrames).fill(UNDECIDED);
    const all = Float64Array.from([...highest, ...empty]);
    return { probability: mean(all, format), branch: "frame_max_mean" };
  },
});

/** Finds the highest score of each frame, in frame order. */
function highestOfFrames(scores: Float64Array, frameOf: ArrayLike<number>): Iterable<number> {
  const highest = new Map<number, number>();
  scores.forEach((score, i) => {
    highest.set(frameOf[i]!, Math.max(score, highest.get(frameOf[i]!) ?? 0));
  });
  return highest.values();
}
