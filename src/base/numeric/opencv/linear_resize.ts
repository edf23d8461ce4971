import type { Resize, RgbWindow } from "../images/rgb_window.ts";
import { resizeArea } from "./area_resize.ts";
import { emptyTaps, LINEAR_ONE, type LinearTaps, mixLinearly } from "./linear_mix.ts";
import { inputsPerOutput, roundHalfToEven } from "./opencv_rounding.ts";

/**
 * Resizes `source` into `target` like OpenCV's `INTER_LINEAR` on 8-bit images: the two nearest inputs on each axis,
 * without antialiasing, in 11-bit fixed point. To exactly half the size it is the mean of four inputs, as there.
 * Source: OpenCV `modules/imgproc/src/resize.cpp`.
 */
export const resizeLinear: Resize = (source, target) => {
  if (halves(source, target)) return resizeArea(source, target);
  const columns = columnTaps(source.width, target.width);
  mixLinearly(source, target, { columns, rows: rowTaps(source.height, target.height) });
};

function halves(source: RgbWindow, target: RgbWindow): boolean {
  return source.width === 2 * target.width && source.height === 2 * target.height;
}

/** The input at or before an output's centre, and how far the centre lies past it. */
function placeOf(output: number, scale: number): { whole: number; past: number } {
  const at = Math.fround((output + 0.5) * scale - 0.5);
  const whole = Math.floor(at);
  return { whole, past: Math.fround(at - whole) };
}

/** Taps of columns: beyond the border the nearest input counts alone. */
function columnTaps(input: number, output: number): LinearTaps {
  const taps = emptyTaps(output), scale = inputsPerOutput(input, output);
  for (let i = 0; i < output; i++) {
    const { whole, past } = placeOf(i, scale);
    const inside = whole >= 0 && whole < input - 1;
    const first = Math.min(Math.max(whole, 0), input - 1);
    setTaps(taps, i, { first, second: inside ? first + 1 : first, past: inside ? past : 0 });
  }
  return taps;
}

/** Taps of rows: beyond the border the nearest input is taken twice, with the weights of both. */
function rowTaps(input: number, output: number): LinearTaps {
  const taps = emptyTaps(output), scale = inputsPerOutput(input, output);
  const inside = (row: number) => Math.min(Math.max(row, 0), input - 1);
  for (let i = 0; i < output; i++) {
    const { whole, past } = placeOf(i, scale);
    setTaps(taps, i, { first: inside(whole), second: inside(whole + 1), past });
  }
  return taps;
}

function setTaps(
  taps: LinearTaps,
  output: number,
  { first, second, past }: { first: number; second: number; past: number },
): void {
  taps.first[output] = first;
  taps.second[output] = second;
  taps.firstWeight[output] = roundHalfToEven(Math.fround(1 - past) * LINEAR_ONE);
  taps.secondWeight[output] = roundHalfToEven(past * LINEAR_ONE);
}
