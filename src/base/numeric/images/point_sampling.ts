/** Interpolation kernels for sampling an image between its pixels. */
export const KERNELS = ["bilinear", "bicubic"] as const;
export type Kernel = (typeof KERNELS)[number];

/** Three interleaved channels of any number type, row-major. */
export interface RgbSamples {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** Values, `height * width * 3`. */
  readonly data: Uint8Array | Float32Array;
}

/**
 * Samples the colours of `image` at `places`. Pixel centres have integer coordinates; outside the image its
 * border is repeated. Bicubic may overshoot.
 * @param places x and y of each of n places, interleaved: 2n numbers
 * @returns red, green and blue of each place, interleaved: 3n numbers
 */
export function sampleRgb(image: RgbSamples, places: Float32Array, kernel: Kernel): Float32Array {
  const { width, height, data } = image;
  const weigh = kernel === "bilinear" ? bilinearWeights : bicubicWeights;
  const taps = kernel === "bilinear" ? 2 : 4, before = taps / 2 - 1;
  const across = new Float64Array(taps), down = new Float64Array(taps);
  const colours = new Float32Array(places.length / 2 * 3);
  for (let from = 0, to = 0; from < places.length; from += 2, to += 3) {
    const column = Math.floor(places[from]!), row = Math.floor(places[from + 1]!);
    weigh(across, places[from]! - column);
    weigh(down, places[from + 1]! - row);
    let red = 0, green = 0, blue = 0;
    for (let j = 0; j < taps; j++) {
      const start = width * Math.max(0, Math.min(height - 1, row - before + j));
      for (let i = 0; i < taps; i++) {
        const at = 3 * (start + Math.max(0, Math.min(width - 1, column - before + i)));
        const weight = down[j]! * across[i]!;
        red += weight * data[at]!;
        green += weight * data[at + 1]!;
        blue += weight * data[at + 2]!;
      }
    }
    colours[to] = red;
    colours[to + 1] = green;
    colours[to + 2] = blue;
  }
  return colours;
}

/** Computes the weights of the neighbours at 0 and 1 for a position `t` in [0, 1). */
function bilinearWeights(weights: Float64Array, t: number): void {
  weights[0] = 1 - t;
  weights[1] = t;
}

/**
 * Computes the weights of the neighbours at −1, 0, 1 and 2 for a position `t` in [0, 1): Keys, "Cubic
 * convolution interpolation for digital image processing" (1981), with a = −0.5.
 */
function bicubicWeights(weights: Float64Array, t: number): void {
  weights[0] = ((-0.5 * t + 1) * t - 0.5) * t;
  weights[1] = (1.5 * t - 2.5) * t * t + 1;
  weights[2] = ((-1.5 * t + 2) * t + 0.5) * t;
  weights[3] = (0.5 * t - 0.5) * t * t;
}
