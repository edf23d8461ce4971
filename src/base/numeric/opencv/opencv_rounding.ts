/** Inputs per output of a resized side, rounded twice as OpenCV's `resize` rounds it. */
export function inputsPerOutput(input: number, output: number): number {
  return 1 / (output / input);
}

/** To the nearest whole number, halves to even, as `cvRound`. For values within ±2²². */
export function roundHalfToEven(value: number): number {
  return Math.fround(value + 1.5 * 2 ** 23) - 1.5 * 2 ** 23;
}
