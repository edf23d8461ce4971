import { randint } from "../../base/numeric/numpy/legacy_random.ts";
import { linspace } from "../../base/numeric/numpy/linspace.ts";
import { mersenneTwister } from "../../base/numeric/numpy/mersenne_twister.ts";
import { frameSelector } from "./contract.ts";

/**
 * Selects evenly spaced frames from the first to the last, as the winner's code does. With jitter every index is
 * shifted and clipped to the video, so the result may be unsorted and have repeats. Without jitter there are
 * repeats only when more frames are requested than the video has.
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
    return even.map((index, i) => Math.min(Math.max(index + offsets[i]!, 0), last));
  },
});
