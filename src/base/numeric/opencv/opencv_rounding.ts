/** Computes inputs per output of a resized axis, rounded twice as in OpenCV's `resize`. */
export function inputsPerOutput(input: number, output: number): number {
  return 1 / (output / input);
}

/** Rounds to the nearest integer, ties to even, like `cvRound`. For values within ±2²². */
export function roundHalfToEven(value: number): number {
  return Math.fround(value + 1.5 * 2 ** 23) - 1.5 * 2 ** 23;
}
