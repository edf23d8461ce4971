import { randint } from "../../base/numeric/numpy/legacy_random.ts";
import { linspace } from "../../base/numeric/numpy/linspace.ts";
import { mersenneTwister } from "../../base/numeric/numpy/mersenne_twister.ts";
import { frameSelector } from "./contract.ts";

/**
 * Evenly spaced from the first frame to the last, as the winner's code spaces them. With jitter every
 * index is shifted and clipped to the video, so that the result may be unsorted and hold repeats;
 * without, repeats come only when more frames are asked for than there are.
 */
export const uniform = frameSelector({
  reads: ["frames", "jitter", "seed"],
  ignores: ({ jitter }) => jitter === 0 ? ["seed"] : [],
  select(frameCount, parameters) {
    const { frames, jitter } = parameters;
    if (frameCount <= 0) return [];
    const last = frameCount - 1;
    const even = linspace(last, frames);
    if (jitter === 0) return even;
    const random = mersenneTwister(parameters.seed);
    const offsets = randint(random, { low: -jitter, high: jitter, size: frames });
    return even.map((index, i) => Math.min(Math.max(index + offsets[i], 0), last));
  },
});
