import type { RgbPixels } from "./rgb_window.ts";

/**
 * Sums of an RGB image over all rectangles from its top left corner. They wrap around at 2³², which cancels in
 * differences: the sum over any rectangle of up to 8.4 million pixels is exact.
 */
export interface IntegralImage {
  /** Pixels of the image. */
  readonly width: number;
  /** Pixels of the image. */
  readonly height: number;
  /** `[height + 1][width + 1][3]`, at least; row and column 0 are zero. */
  readonly sums: Int32Array;
}

/** Makes integral images one after another in the same memory: each is valid until the next is made. */
export function integralImages(): (image: RgbPixels) => IntegralImage {
  let sums = new Int32Array(0);
  return (image) => {
    const { width, height, data } = image;
    const stride = (width + 1) * 3;
    if (sums.length < (height + 1) * stride) sums = new Int32Array((height + 1) * stride);
    sums.fill(0, 0, stride);
    for (let y = 0; y < height; y++) sumRow(data, sums, { y, width });
    return { width, height, sums };
  };
}

/** Row `y` of the image into row `y + 1` of the sums. */
function sumRow(
  data: Uint8Array,
  sums: Int32Array,
  { y, width }: { y: number; width: number },
): void {
  const stride = (width + 1) * 3, end = (y + 1) * width * 3;
  let red = 0, green = 0, blue = 0;
  let above = y * stride, here = above + stride;
  sums[here] = sums[here + 1] = sums[here + 2] = 0;
  for (let i = y * width * 3; i < end; i += 3) {
    above += 3;
    here += 3;
    red += data[i];
    green += data[i + 1];
    blue += data[i + 2];
    sums[here] = sums[above] + red;
    sums[here + 1] = sums[above + 1] + green;
    sums[here + 2] = sums[above + 2] + blue;
  }
}
