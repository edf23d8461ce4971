import { blackImage, copyWindow, type RgbPixels, type RgbWindow, windowOf } from "./rgb_window.ts";

/** Pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of an image whose longer side is brought to `side`, its aspect kept and the other side truncated
 * (to 0 where the image is too thin). The order of operations decides some truncations: it is the original's
 * `isotropically_resize_image`.
 */
export function fitWithin({ width, height }: Size, side: number): Size {
  if (width > height) return { width: side, height: Math.trunc(height * (side / width)) };
  return { width: Math.trunc(width * (side / height)), height: side };
}

/** A black square and the place in its centre for an image of `size`, rounded towards the top left. */
export function centredOnBlack(
  size: Size,
  side: number,
): { readonly square: RgbPixels; readonly centre: RgbWindow } {
  const square = blackImage(side, side);
  const width = Math.min(size.width, side), height = Math.min(size.height, side);
  const left = (side - width) >> 1, top = (side - height) >> 1;
  const centre = windowOf(square, { left, top, right: left + width, bottom: top + height });
  return { square, centre };
}

/** `image`, cut to its top left `side` × `side` pixels where it is larger, in the centre of a black square. */
export function putOnBlack(image: RgbWindow, side: number): RgbPixels {
  const { square, centre } = centredOnBlack(image, side);
  copyWindow(image, centre);
  return square;
}
