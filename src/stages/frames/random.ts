import type { FrameSelector } from "./contract.ts";
import { choice } from "../../base/numeric/numpy/legacy_random.ts";
import { mersenneTwister } from "../../base/numeric/numpy/mersenne_twister.ts";

/**
 * Drawn with replacement and sorted: `sorted(np.random.choice(np.arange(frameCount), frames))` after
 * `np.random.seed(seed)`. Repeats are possible; jitter is ignored.
 */
export const random: FrameSelector = {
  select(frameCount, { frames, seed }) {
    if (frameCount <= 0) return [];
    const drawn = choice(mersenneTwister(seed), { population: frameCount, size: frames });
    return Array.from(drawn.sort());
  },
};
