import assert from "node:assert/strict";
import fc from "fast-check";
import { type AreaMeans, areaMeans } from "../../../../src/base/numeric/opencv/area_means.ts";
import type { RgbPixels, WindowBounds } from "../../../../src/base/numeric/images/rgb_window.ts";
import { sharedBytes, sharedJson, sharedTest } from "../../../shared_data.ts";
import type { ResizeIndex } from "../images/golden_images.ts";
import { imageOf, noiseImage } from "../images/made_images.ts";

/** Numbers by channel, row and column, and where they end. */
interface Planes {
  readonly width: number;
  readonly height: number;
  readonly value: (channel: number, y: number, x: number) => number;
}

sharedTest("means equal PyTorch's adaptive average pooling", () => {
  const { area } = sharedJson<ResizeIndex>("golden", "resize", "index.json");
  for (const golden of area) {
    const values = floats(golden.input);
    const { width, height, channels } = golden;
    const planes = {
      width,
      height,
      value: (c: number, y: number, x: number) => values[(c * height + y) * width + x]!,
    };
    for (const { outHeight, outWidth, file } of golden.outputs) {
      const expected = floats(file), size = { height: outHeight, width: outWidth };
      assertClose(meansByDefinition(planes, { ...size, channels }), expected);
      if (channels === 3) assertClose(meansFromIntegral(pixels(planes), size), expected);
    }
  }
});

Deno.test("means of any window at any size equal their definition, one image after another", () => {
  const means = areaMeans();
  const side = fc.integer({ min: 1, max: 30 });
  const made = fc.record({ width: side, height: side, seed: fc.nat(), levels: fc.constant(256) });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.tuple(made, fc.tuple(side, side), fc.tuple(share, share, share, share)),
      ([size, [height, width], shares]) => {
        const image = noiseImage(size);
        const [left, right] = range(shares[0], shares[1], image.width);
        const [top, bottom] = range(shares[2], shares[3], image.height);
        const window = { left, right, top, bottom };
        const actual = meansFromIntegral(image, { height, width }, { window, means });
        const planes = {
          width: right - left,
          height: bottom - top,
          value: (c: number, y: number, x: number) =>
            image.data[((top + y) * image.width + left + x) * 3 + c]!,
        };
        const expected = meansByDefinition(planes, { height, width, channels: 3 });
        assert.deepEqual(actual, Float32Array.from(expected));
      },
    ),
    { numRuns: 150 },
  );
});

Deno.test("sums past 2³² cancel", () => {
  const white = new Uint8Array(4200 * 4100 * 3).fill(255);
  const image = { width: 4200, height: 4100, data: white };
  const means = meansFromIntegral(image, { height: 41, width: 42 });
  assert.ok(means.every((mean) => mean === 255));
});

Deno.test("means of several windows come one after another, normalised", () => {
  const means = areaMeans();
  means.setImage(imageOf(3, 2, (x, _y, c) => [10, 20, 30][c]! + 40 * (x >> 1)));
  const left = { top: 0, bottom: 2, left: 0, right: 2 };
  const right = { top: 0, bottom: 1, left: 2, right: 3 };
  const target = { height: 1, width: 1, centre: 127.5, factor: 2 };
  assert.deepEqual([...means.of([left, right], target)], [-235, -215, -195, -155, -135, -115]);
});

function meansFromIntegral(
  image: RgbPixels,
  size: { height: number; width: number },
  { window, means = areaMeans() }: { window?: WindowBounds; means?: AreaMeans } = {},
): Float32Array {
  means.setImage(image);
  const whole = { top: 0, bottom: image.height, left: 0, right: image.width };
  return means.of([window ?? whole], { ...size, centre: 0, factor: 1 });
}

function meansByDefinition(
  { width, height, value }: Planes,
  out: { height: number; width: number; channels: number },
): number[] {
  return Array.from({ length: out.channels * out.height * out.width }, (_, i) => {
    const x = i % out.width, y = Math.floor(i / out.width) % out.height;
    const channel = Math.floor(i / out.width / out.height);
    const [left, right] = bin(x, { input: width, output: out.width });
    const [top, bottom] = bin(y, { input: height, output: out.height });
    let total = 0;
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) total += value(channel, row, column);
    }
    return total * (1 / ((bottom - top) * (right - left)));
  });
}

function bin(i: number, { input, output }: { input: number; output: number }): [number, number] {
  return [Math.floor(i * input / output), Math.ceil((i + 1) * input / output)];
}

function range(a: number, b: number, length: number): [number, number] {
  const first = Math.floor(Math.min(a, b) * (length - 1));
  return [first, Math.max(first + 1, Math.ceil(Math.max(a, b) * length))];
}

function pixels({ width, height, value }: Planes): RgbPixels {
  return imageOf(width, height, (x, y, c) => value(c, y, x));
}

function floats(file: string): Float32Array {
  return new Float32Array(sharedBytes("golden", "resize", file).slice().buffer);
}

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    assert.ok(
      Math.abs(actual[i]! - expected[i]!) <= 1e-4,
      `${actual[i]} for ${expected[i]} at ${i}`,
    );
  }
}
