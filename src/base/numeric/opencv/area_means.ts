import { pixelKernels, placesIn } from "../wasm/pixel_kernels.ts";
import type { RgbPixels, WindowBounds } from "../images/rgb_window.ts";

/** Computes area means of images in reusable memory. */
export interface AreaMeans {
  /** Sets the image for the following calls; its pixels are copied. */
  setImage(image: RgbPixels): void;
  /**
   * Resizes windows of the image to one size, smaller or larger, by averaging the integer bins of PyTorch's
   * `adaptive_avg_pool2d` (`interpolate(mode="area")`): output i covers inputs ⌊i·in/out⌋ to ⌈(i+1)·in/out⌉.
   * Means are rounded to float32, as in PyTorch.
   * @param windows inside the image and not empty, of at most 8.4 million pixels each
   * @returns `[windows][3][height][width]`, valid until the next call
   */
  of(windows: readonly WindowBounds[], target: MeansTarget): Float32Array;
}

/** Size and scaling of the means. */
export interface MeansTarget {
  readonly height: number;
  readonly width: number;
  /** Centre of the output `(mean - centre) * factor`, in float32. */
  readonly centre: number;
  readonly factor: number;
}

/** Bytes of an element of the integral image, and of a float. */
const PLACE = 16, FLOAT = 4;

export function areaMeans(): AreaMeans {
  const kernels = pixelKernels();
  let size = { width: 0, height: 0 };
  const placesFor = ({ windows, height, width }: { windows: number } & Size) =>
    placesIn(kernels.memory, {
      row: size.width * 3,
      sums: (size.height + 1) * (size.width + 1) * PLACE,
      bins: Math.max(width, 4) * 32,
      means: windows * 3 * height * width * FLOAT,
    });
  return {
    setImage({ width, height, data }) {
      size = { width, height };
      const at = placesFor({ windows: 0, height: 0, width: 0 });
      const row = new Uint8Array(kernels.memory.buffer, at.row, width * 3);
      new Uint8Array(kernels.memory.buffer, at.sums, (width + 1) * PLACE).fill(0);
      for (let y = 0; y < height; y++) {
        row.set(data.subarray(y * width * 3, (y + 1) * width * 3));
        kernels.integrateRow(at.row, at.sums, y, width);
      }
    },
    of(windows, { height, width, centre, factor }) {
      const at = placesFor({ windows: windows.length, height, width });
      const values = 3 * height * width;
      windows.forEach(({ top, bottom, left, right }, i) => {
        const source = [at.sums, size.width, top, left, bottom - top, right - left] as const;
        const target = [at.means + i * values * FLOAT, height, width, centre, factor] as const;
        kernels.areaMeans(...source, at.bins, ...target);
      });
      return new Float32Array(kernels.memory.buffer, at.means, windows.length * values);
    },
  };
}

/** Width and height, pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}
