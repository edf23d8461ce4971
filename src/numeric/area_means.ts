import type { IntegralImage } from "./integral_image.ts";
import type { WindowBounds } from "./rgb_window.ts";

/** Where the means of a window go and how they are written. */
export interface AreaTarget {
  /** Written from `offset` on as `[3][height][width]`. */
  readonly data: Float32Array;
  readonly offset: number;
  readonly height: number;
  readonly width: number;
  /** A mean is written as `(mean - centre) * factor`. */
  readonly centre: number;
  readonly factor: number;
}

/** The half-open range of inputs behind each output: `[begin 0, end 0, begin 1, end 1, …]`. */
function binsOf(input: number, output: number): Int32Array {
  const bins = new Int32Array(output * 2);
  for (let i = 0; i < output; i++) {
    bins[2 * i] = Math.floor(i * input / output);
    bins[2 * i + 1] = Math.ceil((i + 1) * input / output);
  }
  return bins;
}

/**
 * Brings a window of an image to any size, smaller or larger, by the mean over integer bins that PyTorch's
 * `adaptive_avg_pool2d` (`interpolate(mode="area")`) takes: output i covers inputs ⌊i·in/out⌋ to
 * ⌈(i+1)·in/out⌉. Means are rounded to float32, as PyTorch's are.
 * @param window inside the image and not empty
 */
export function areaMeans(
  integral: IntegralImage,
  window: WindowBounds,
  target: AreaTarget,
): void {
  const rows = binsOf(window.bottom - window.top, target.height);
  const columns = binsOf(window.right - window.left, target.width);
  for (let i = 0; i < columns.length; i++) columns[i] = (columns[i] + window.left) * 3;
  const stride = (integral.width + 1) * 3;
  for (let y = 0; y < target.height; y++) {
    meanRow(integral.sums, target, {
      above: (window.top + rows[2 * y]) * stride,
      below: (window.top + rows[2 * y + 1]) * stride,
      rows: rows[2 * y + 1] - rows[2 * y],
      columns,
      y,
    });
  }
}

/** One row of output; `columns` holds positions within a row of sums. */
function meanRow(
  sums: Int32Array,
  target: AreaTarget,
  options: { above: number; below: number; rows: number; columns: Int32Array; y: number },
): void {
  const { data, width, height, centre, factor } = target;
  const { above, below, rows, columns, y } = options;
  const plane = height * width;
  for (let x = 0, to = target.offset + y * width; x < width; x++, to++) {
    const left = columns[2 * x], right = columns[2 * x + 1];
    const weight = 3 / (rows * (right - left));
    const a = above + left, b = above + right, c = below + left, d = below + right;
    const red = (sums[d] - sums[c] - sums[b] + sums[a]) | 0;
    const green = (sums[d + 1] - sums[c + 1] - sums[b + 1] + sums[a + 1]) | 0;
    const blue = (sums[d + 2] - sums[c + 2] - sums[b + 2] + sums[a + 2]) | 0;
    data[to] = (Math.fround(red * weight) - centre) * factor;
    data[to + plane] = (Math.fround(green * weight) - centre) * factor;
    data[to + 2 * plane] = (Math.fround(blue * weight) - centre) * factor;
  }
}
