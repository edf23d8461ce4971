import type { Box, CropRectangle } from "../../records/face.ts";

/**
 * Converts a face detector's box to pixels of the frame: times `scale`, truncated toward zero, as the original's
 * `int(b * 2)`. NumPy multiplies a float32 scalar by a Python number in float64.
 */
export function frameBox(box: Box, scale: number): Box {
  const [x1, y1, x2, y2] = box;
  // Adding 0 turns -0 into 0.
  const inFrame = (value: number) => Math.trunc(value * scale) + 0;
  return [inFrame(x1), inFrame(y1), inFrame(x2), inFrame(y2)];
}

/**
 * Computes the crop rectangle: the box with `margin` of its height and width added on every side, in whole pixels
 * rounded down, clipped as the original's slice
 * `frame[max(y1 - h // 3, 0):y2 + h // 3, max(x1 - w // 3, 0):x2 + w // 3]`. NumPy counts a negative end from the
 * far side, so a box that ends left of or above the frame gives nearly the whole frame, as in the original.
 * @param box whole numbers; may lie partly or wholly outside the frame
 * @param margin fraction of the box, at least 0
 * @returns rows [top, bottom) and columns [left, right) of the frame
 */
export function cropRectangle(
  box: Box,
  margin: number,
  frame: { readonly width: number; readonly height: number },
): CropRectangle {
  const [x1, y1, x2, y2] = box;
  const [top, bottom] = slice(y1, y2, { margin, length: frame.height });
  const [left, right] = slice(x1, x2, { margin, length: frame.width });
  return { top, bottom, left, right };
}

/**
 * Computes the square crop rectangle: the box with `margin` of its height and width added on every side, made square
 * around its centre by its longer side. A square that begins left of or above the frame is moved inside, one that ends
 * right of or below it is cut off there, as in `adapt_bb` of `polimi-ispl/icpr2020dfdc`.
 * @param box whole numbers; may lie partly or wholly outside the frame
 * @param margin fraction of the box, at least 0
 */
export function squareRectangle(
  [x1, y1, x2, y2]: Box,
  margin: number,
  frame: { readonly width: number; readonly height: number },
): CropRectangle {
  const added = (side: number) => Math.floor(side * margin);
  const width = x2 - x1 + 2 * added(x2 - x1), height = y2 - y1 + 2 * added(y2 - y1);
  const side = Math.max(width, height);
  const [left, right] = centred(Math.floor((x1 + x2) / 2), { side, length: frame.width });
  const [top, bottom] = centred(Math.floor((y1 + y2) / 2), { side, length: frame.height });
  return { top, bottom, left, right };
}

/** Tests whether a rectangle has no pixels, which is an error in the original. */
export function isEmptyCrop({ top, bottom, left, right }: CropRectangle): boolean {
  return bottom === top || right === left;
}

function centred(
  centre: number,
  { side, length }: { side: number; length: number },
): [number, number] {
  const begin = Math.min(Math.max(centre - Math.floor(side / 2), 0), length);
  return [begin, Math.min(begin + side, length)];
}

function slice(
  from: number,
  to: number,
  { margin, length }: { margin: number; length: number },
): [number, number] {
  const added = Math.floor((to - from) * margin);
  const begin = Math.min(Math.max(from - added, 0), length);
  const end = to + added;
  const inside = end < 0 ? Math.max(end + length, 0) : Math.min(end, length);
  return [begin, Math.max(begin, inside)];
}
