import { KERNELS } from "../base/numeric/images/point_sampling.ts";
import type { Draws } from "./seeded_draws.ts";
import type { BlendSettings } from "./self_blend.ts";

/**
 * How a FAKE clip is blended: the easy ones are softer, more off in colour and have a sharper seam; within
 * that each setting is drawn for itself, so that no single trace gives all of them away.
 * @param hardness 0 … 1
 * @param eyeDistance mean distance between the eyes in the target clip, pixels
 */
export function demoBlend(
  hardness: number,
  { eyeDistance, draws }: { readonly eyeDistance: number; readonly draws: Draws },
): BlendSettings {
  /** From `easy` to `hard`, by the clip's hardness give or take a fifth. */
  const graded = (name: string, easy: number, hard: number) => {
    const own = Math.max(0, Math.min(1, hardness + 0.4 * (draws(name) - 0.5)));
    return easy + (hard - easy) * own;
  };
  const between = (name: string, low: number, high: number) => low + (high - low) * draws(name);
  const sign = (name: string) => draws(name) < 0.5 ? -1 : 1;
  const shift = (channel: string) =>
    sign(`sign ${channel}`) * between(`share ${channel}`, 0.4, 1) * graded("colour shift", 10, 2);
  return {
    resolution: eyeDistance * graded("resolution", 0.4, 0.95),
    kernel: KERNELS[Math.floor(draws("kernel") * KERNELS.length)],
    colourShift: [shift("red"), shift("green"), shift("blue")],
    contrast: 1 + sign("sign contrast") * graded("contrast", 0.12, 0.02),
    mask: {
      centreY: between("mask centre", 0.4, 0.5),
      halfWidth: between("mask width", 0.8, 0.95),
      halfHeight: between("mask height", 1.3, 1.45),
      taper: between("mask taper", 0, 0.2),
      feather: graded("feather", 0.15, 0.5),
    },
  };
}
