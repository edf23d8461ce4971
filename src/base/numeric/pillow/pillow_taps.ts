/** Fixed-point weights of a one-dimensional resampling: output i reads `weights` from input `first[i]` on. */
export interface ResamplingTaps {
  /** First input of each output. */
  readonly first: Int32Array;
  /** Inputs of each output, at most `width`. */
  readonly count: Int32Array;
  /** `[outputs][width]`, in units of 2⁻²². */
  readonly weights: Int32Array;
  readonly width: number;
}

/** Fraction bits of the weights: 8-bit values, some headroom, 32 bits in all. */
export const WEIGHT_BITS = 22;

/** Inputs that a bicubic output depends on, on each side, when nothing is scaled. */
const BICUBIC_REACH = 2;

/**
 * Weights of Pillow's bicubic filter (a = −0.5) for bringing `input` samples to `output` fewer or more: when
 * shrinking the filter is widened by the scale, at the border it is cut off and normalised again.
 * Source: Pillow `src/libImaging/Resample.c`, `precompute_coeffs` and `normalize_coeffs_8bpc`.
 */
export function bicubicTaps(input: number, output: number): ResamplingTaps {
  const scale = input / output;
  const stretch = Math.max(scale, 1);
  const reach = BICUBIC_REACH * stretch;
  const width = Math.ceil(reach) * 2 + 1;
  const first = new Int32Array(output), count = new Int32Array(output);
  const weights = new Int32Array(output * width);
  for (let i = 0; i < output; i++) {
    const centre = (i + 0.5) * scale;
    first[i] = Math.max(0, Math.trunc(centre - reach + 0.5));
    count[i] = Math.min(input, Math.trunc(centre + reach + 0.5)) - first[i];
    const exact = Array.from(
      { length: count[i] },
      (_, k) => bicubic((k + first[i] - centre + 0.5) * (1 / stretch)),
    );
    const sum = exact.reduce((total, weight) => total + weight, 0);
    exact.forEach((weight, k) => weights[i * width + k] = fixedPoint(weight / sum));
  }
  return { first, count, weights, width };
}

/** To the nearest multiple of 2⁻²², halves away from zero. */
function fixedPoint(weight: number): number {
  return Math.trunc(weight * 2 ** WEIGHT_BITS + (weight < 0 ? -0.5 : 0.5));
}

/** Keys' cubic with a = −0.5, in the order of operations that Pillow uses. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
}
