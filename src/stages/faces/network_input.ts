import { areaMeans } from "../../base/numeric/opencv/area_means.ts";
import type { Float32Box } from "../../base/numeric/boxes/float32_box.ts";
import type { RgbPixels, WindowBounds } from "../../base/numeric/images/rgb_window.ts";

/** Normalisation of pixels for MTCNN's networks: `(v - 127.5) / 128`. */
const NORMALISATION = { centre: 127.5, factor: 1 / 128 };

/** Makes the inputs of MTCNN's networks from an image, reusing its memory. */
export interface NetworkInputs {
  /** Sets the image that the following calls read. */
  setImage(image: RgbPixels): void;
  /** Scales the whole image: `[3][height][width]`, valid until the next call. */
  level(size: { readonly height: number; readonly width: number }): Float32Array;
  /** Scales windows of the image to squares: `[windows][3][side][side]`, valid until the next call. */
  squares(windows: readonly WindowBounds[], side: number): Float32Array;
}

export function networkInputs(): NetworkInputs {
  const means = areaMeans();
  let whole: WindowBounds;
  return {
    setImage(image) {
      whole = { top: 0, bottom: image.height, left: 0, right: image.width };
      means.setImage(image);
    },
    level: ({ height, width }) => means.of([whole], { height, width, ...NORMALISATION }),
    squares: (windows, side) => means.of(windows, { height: side, width: side, ...NORMALISATION }),
  };
}

/**
 * Finds the pixels of an image inside a box; `null`: none. The box counts pixels from 1 and includes its last
 * row and column; its coordinates are truncated. As facenet-pytorch's `pad`.
 */
export function pixelsInside(
  [x1, y1, x2, y2]: Float32Box,
  image: { readonly width: number; readonly height: number },
): WindowBounds | null {
  const left = Math.max(Math.trunc(x1), 1) - 1, right = Math.min(Math.trunc(x2), image.width);
  const top = Math.max(Math.trunc(y1), 1) - 1, bottom = Math.min(Math.trunc(y2), image.height);
  return right > left && bottom > top ? { top, bottom, left, right } : null;
}
