import assert from "node:assert/strict";
import fc from "fast-check";
import { resizeArea } from "../../../../src/base/numeric/opencv/area_resize.ts";
import { resizeCubic } from "../../../../src/base/numeric/opencv/cubic_resize.ts";
import { resizeLinear } from "../../../../src/base/numeric/opencv/linear_resize.ts";
import { fitWithin, putOnBlack } from "../../../../src/base/numeric/images/fit_within.ts";
import {
  blackImage,
  type RgbPixels,
  type RgbWindow,
  wholeWindow,
  windowOf,
} from "../../../../src/base/numeric/images/rgb_window.ts";
import { imageOf, noiseImage } from "../images/made_images.ts";

/** Inputs of one output and their weights, which sum to one. */
type Taps = readonly (readonly [input: number, weight: number])[];
type Side = (input: number, output: number) => (at: number) => Taps;

const side = fc.integer({ min: 1, max: 40 });
const sizes = fc.record({
  width: side,
  height: side,
  outWidth: side,
  outHeight: side,
  seed: fc.nat(),
  levels: fc.constantFrom(2, 256),
});

for (
  const { name, resize, taps } of [
    { name: "area", resize: resizeArea, taps: areaTaps },
    { name: "cubic", resize: resizeCubic, taps: cubicTaps },
    { name: "linear", resize: resizeLinear, taps: linearTaps },
  ]
) {
  Deno.test(`${name}: within one level of its definition in float64, at any size`, () => {
    fc.assert(
      fc.property(sizes, (made) => {
        const input = noiseImage(made), resized = blackImage(made.outWidth, made.outHeight);
        resize(wholeWindow(input), wholeWindow(resized));
        const expected = resizedByDefinition(input, resized, taps(input, resized));
        resized.data.forEach((value, i) => {
          // Half a level for rounding the result, one for the 11-bit weights and dropped bits.
          assert.ok(Math.abs(value - expected[i]!) <= 1.5, `${value} for ${expected[i]} at ${i}`);
        });
      }),
      { numRuns: 60 },
    );
  });

  Deno.test(`${name}: a window is resized like a copy of it, and into a window`, () => {
    fc.assert(
      fc.property(sizes, (made) => {
        const frame = noiseImage({ ...made, width: made.width + 5, height: made.height + 3 });
        const bounds = { top: 2, bottom: 2 + made.height, left: 3, right: 3 + made.width };
        const copy = imageOf(
          made.width,
          made.height,
          (x, y, c) => frame.data[((y + 2) * frame.width + x + 3) * 3 + c]!,
        );
        const [alone, within] = [blackImage(made.outWidth, made.outHeight), blackImage(60, 60)];
        resize(wholeWindow(copy), wholeWindow(alone));
        const target = windowOf(within, {
          top: 4,
          bottom: 4 + made.outHeight,
          left: 7,
          right: 7 + made.outWidth,
        });
        resize(windowOf(frame, bounds), target);
        assert.deepEqual(pixelsOf(target), [...alone.data]);
        assert.equal(sum(within.data), sum(alone.data), "nothing is written beside the window");
      }),
      { numRuns: 40 },
    );
  });
}

Deno.test("the longer side fits, and a side of an image that is too thin becomes 0", () => {
  assert.deepEqual(fitWithin({ width: 1, height: 400 }, 380), { width: 0, height: 380 });
  assert.deepEqual(fitWithin({ width: 400, height: 1 }, 380), { width: 380, height: 0 });
  // 175 · (380 / 350) is 190 but for its rounding.
  assert.deepEqual(fitWithin({ width: 175, height: 350 }, 380), { width: 189, height: 380 });
});

Deno.test("an image too large for its square keeps its top left corner", () => {
  const image = imageOf(5, 1, (x) => 10 * (x + 1));
  const values = [0, 0, 0, 10, 20, 30, 0, 0, 0].flatMap((value) => [value, value, value]);
  assert.deepEqual([...putOnBlack(wholeWindow(image), 3).data], values);
});

function resizedByDefinition(
  input: RgbPixels,
  { width, height }: { width: number; height: number },
  { across, down }: { across: (at: number) => Taps; down: (at: number) => Taps },
): number[] {
  return Array.from({ length: width * height * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % width, y = Math.floor(i / 3 / width), channel = i % 3;
    let total = 0;
    for (const [row, rowWeight] of down(y)) {
      for (const [column, weight] of across(x)) {
        total += rowWeight * weight * input.data[(row * input.width + column) * 3 + channel]!;
      }
    }
    return Math.min(255, Math.max(0, total));
  });
}

function areaTaps(input: RgbPixels, output: RgbPixels) {
  const shrinks = input.width >= output.width && input.height >= output.height;
  const taps: Side = shrinks ? coverage : linearByArea;
  return { across: taps(input.width, output.width), down: taps(input.height, output.height) };
}

/** Every input by how much of the output it covers. */
function coverage(input: number, output: number): (at: number) => Taps {
  const scale = input / output;
  return (at) =>
    Array.from({ length: input }, (_, k): [number, number] => [
      k,
      Math.max(0, Math.min(k + 1, (at + 1) * scale) - Math.max(k, at * scale)) / scale,
    ]).filter(([, weight]) => weight > 0);
}

/** Where an output begins at an input's edge, OpenCV's rounding decides which of the two it takes. */
function linearByArea(input: number, output: number): (at: number) => Taps {
  return (at) => {
    const first = Math.floor(at * (1 / (output / input)));
    const cover = Math.fround(at + 1 - (first + 1) * (output / input));
    const share = cover <= 0 || first >= input - 1 ? 0 : cover - Math.floor(cover);
    return [[Math.min(first, input - 1), 1 - share], [Math.min(first + 1, input - 1), share]];
  };
}

function linearTaps(input: RgbPixels, output: RgbPixels) {
  const taps: Side = (from, to) => (at) => {
    const centre = (at + 0.5) * from / to - 0.5;
    const whole = Math.floor(centre);
    return [0, 1].map((k): [number, number] => [
      Math.min(Math.max(whole + k, 0), from - 1),
      1 - Math.abs(whole + k - centre),
    ]);
  };
  return { across: taps(input.width, output.width), down: taps(input.height, output.height) };
}

function cubicTaps(input: RgbPixels, output: RgbPixels) {
  const taps: Side = (from, to) => (at) => {
    const centre = (at + 0.5) * from / to - 0.5;
    const whole = Math.floor(centre);
    return [-1, 0, 1, 2].map((k): [number, number] => [
      Math.min(Math.max(whole + k, 0), from - 1),
      keys(Math.abs(whole + k - centre)),
    ]);
  };
  return { across: taps(input.width, output.width), down: taps(input.height, output.height) };
}

/** Keys' cubic, a = −0.75. */
function keys(d: number): number {
  if (d < 1) return 1.25 * d ** 3 - 2.25 * d ** 2 + 1;
  return d < 2 ? -0.75 * (d ** 3 - 5 * d ** 2 + 8 * d - 4) : 0;
}

function pixelsOf({ data, start, stride, width, height }: RgbWindow): number[] {
  return Array.from({ length: height }, (_, y) => {
    const from = start + y * stride;
    return [...data.subarray(from, from + width * 3)];
  }).flat();
}

function sum(values: Uint8Array): number {
  return values.reduce((total, value) => total + value, 0);
}
