import type { RgbWindow } from "../images/rgb_window.ts";
import { emptyTaps, LINEAR_ONE, type LinearTaps, mixLinearly } from "./linear_mix.ts";
import { inputsPerOutput, roundHalfToEven } from "./opencv_rounding.ts";

/**
 * Resizes like OpenCV's `INTER_AREA` where an axis grows: output i lies at input ⌊i·in/out⌋ and includes the
 * next input as far as it overlaps it.
 */
export function enlargeLinearly(source: RgbWindow, target: RgbWindow): void {
  const columns = overlapTaps(source.width, target.width);
  const rows = overlapTaps(source.height, target.height);
  mixLinearly(source, target, { columns, rows });
}

function overlapTaps(input: number, output: number): LinearTaps {
  const taps = emptyTaps(output);
  const scale = inputsPerOutput(input, output), inverse = output / input;
  for (let i = 0; i < output; i++) {
    const at = Math.floor(i * scale);
    const cover = Math.fround(i + 1 - (at + 1) * inverse);
    const inside = at < input - 1;
    const share = inside && cover > 0 ? Math.fround(cover - Math.floor(cover)) : 0;
    taps.first[i] = inside ? at : input - 1;
    taps.second[i] = inside ? at + 1 : input - 1;
    taps.firstWeight[i] = roundHalfToEven(Math.fround(1 - share) * LINEAR_ONE);
    taps.secondWeight[i] = roundHalfToEven(share * LINEAR_ONE);
  }
  return taps;
}
