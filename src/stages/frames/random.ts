import { choice } from "../../base/numeric/numpy/legacy_random.ts";
import { mersenneTwister } from "../../base/numeric/numpy/mersenne_twister.ts";
import { frameSelector } from "./contract.ts";

/**
 * Selects random frames with replacement, sorted: `sorted(np.random.choice(np.arange(frameCount), frames))` after
 * `np.random.seed(seed)`. Repeats are possible.
 */
export const random = frameSelector({
  reads: ["frames", "seed"],
  select(frameCount, { frames, seed }) {
    if (frameCount <= 0) return [];
    const drawn = choice(mersenneTwister(seed), { population: frameCount, size: frames });
    return Array.from(drawn.sort());
  },
});
