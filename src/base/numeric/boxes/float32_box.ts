const f = Math.fround;

/** A box `[x1, y1, x2, y2]` of float32 values. */
export type Float32Box = readonly [x1: number, y1: number, x2: number, y2: number];

/**
 * Shifts each coordinate by its fraction of the box's sides: x1 and x2 by fractions of the width, y1 and y2 of
 * the height. Every operation is rounded to float32.
 * @param edge 0: a side is x2 − x1; 1: it is x2 − x1 + 1, boxes counted in whole pixels
 */
export function shiftBox(
  [x1, y1, x2, y2]: Float32Box,
  shares: Float32Box,
  edge: 0 | 1,
): Float32Box {
  const width = f(f(x2 - x1) + edge), height = f(f(y2 - y1) + edge);
  return [
    f(x1 + f(shares[0] * width)),
    f(y1 + f(shares[1] * height)),
    f(x2 + f(shares[2] * width)),
    f(y2 + f(shares[3] * height)),
  ];
}

/** Computes width times height, rounded to float32. */
export function boxArea([x1, y1, x2, y2]: Float32Box): number {
  return f(f(x2 - x1) * f(y2 - y1));
}
