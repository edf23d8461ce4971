import { blackImage, copyWindow, type RgbPixels, type RgbWindow, windowOf } from "./rgb_window.ts";

/** Width and height, pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Computes the size of an image scaled so that its longer side is `side`, with its aspect ratio kept and the
 * other side truncated (to 0 if the image is too thin). The order of operations, which affects truncation, is
 * that of the original's `isotropically_resize_image`.
 */
export function fitWithin({ width, height }: Size, side: number): Size {
  if (width > height) return { width: side, height: Math.trunc(height * (side / width)) };
  return { width: Math.trunc(width * (side / height)), height: side };
}

/** Creates a black square with a centred window for an image of `size`, rounded towards the top left. */
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

/** Centres `image` in a black square; a larger image is cropped to its top left `side` × `side` pixels. */
export function putOnBlack(image: RgbWindow, side: number): RgbPixels {
  const { square, centre } = centredOnBlack(image, side);
  copyWindow(image, centre);
  return square;
}
