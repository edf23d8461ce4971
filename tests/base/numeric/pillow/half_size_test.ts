import assert from "node:assert/strict";
import fc from "fast-check";
import { halfSize } from "../../../../src/base/numeric/pillow/half_size.ts";
import type { RgbPixels } from "../../../../src/base/numeric/images/rgb_window.ts";
import { sharedBytes, sharedJson, sharedTest } from "../../../shared_data.ts";
import { goldenImage, type ResizeIndex } from "../images/golden_images.ts";
import { imageOf, noiseImage } from "../images/made_images.ts";

sharedTest("half-size frames equal Pillow's bit for bit", () => {
  const index = sharedJson<ResizeIndex>("golden", "resize", "index.json");
  assert.equal(index.pilHalf.length, 9);
  for (const golden of index.pilHalf) {
    const half = halfSize(goldenImage(index.inputs[golden.input]!));
    assert.deepEqual([half.width, half.height], [golden.outWidth, golden.outHeight]);
    assert.deepEqual(half.data, sharedBytes("golden", "resize", golden.file), golden.input);
  }
});

Deno.test("the fast passes and the definition agree on images of any size and contrast", () => {
  fc.assert(
    fc.property(
      fc.record({
        width: fc.integer({ min: 2, max: 36 }),
        height: fc.integer({ min: 2, max: 32 }),
        seed: fc.nat(),
        levels: fc.constantFrom(2, 3, 256),
      }),
      (made) => {
        const image = noiseImage(made);
        assert.deepEqual(halfSize(image), halfSizeByDefinition(image));
      },
    ),
    { numRuns: 120 },
  );
});

Deno.test("a side of one pixel becomes 0", () => {
  assert.deepEqual(halfSize(imageOf(1, 7, () => 9)), {
    width: 0,
    height: 3,
    data: new Uint8Array(),
  });
  assert.deepEqual(halfSize(imageOf(7, 1, () => 9)), {
    width: 3,
    height: 0,
    data: new Uint8Array(),
  });
});

/** Pillow's two passes, one output value at a time. */
function halfSizeByDefinition(image: RgbPixels): RgbPixels {
  const width = image.width >> 1, height = image.height >> 1;
  const narrow = imageOf(
    width,
    image.height,
    (x, y, c) =>
      weighted(image.width, width, {
        at: x,
        value: (k) => image.data[(y * image.width + k) * 3 + c]!,
      }),
  );
  return imageOf(
    width,
    height,
    (x, y, c) =>
      weighted(image.height, height, {
        at: y,
        value: (k) => narrow.data[(k * width + x) * 3 + c]!,
      }),
  );
}

function weighted(
  input: number,
  output: number,
  { at, value }: { at: number; value: (index: number) => number },
): number {
  const scale = input / output, centre = (at + 0.5) * scale;
  const indices = Array.from({ length: input }, (_, k) => k)
    .filter((k) => k + 0.5 >= Math.max(0, centre - 2 * scale) && k + 0.5 < centre + 2 * scale);
  const weights = indices.map((k) => keys((k + 0.5 - centre) / scale));
  const total = weights.reduce((a, b) => a + b, 0);
  const sum = indices.reduce(
    (s, k, n) => s + BigInt(value(k)) * fixed(weights[n]! / total),
    1n << 21n,
  );
  return Math.min(255, Math.max(0, Number(sum >> 22n)));
}

function fixed(weight: number): bigint {
  return BigInt(Math.sign(weight) * Math.round(Math.abs(weight) * 2 ** 22));
}

/** Keys' cubic, a = −0.5, multiplied out. */
function keys(distance: number): number {
  const d = Math.abs(distance);
  if (d < 1) return 1.5 * d ** 3 - 2.5 * d ** 2 + 1;
  return d < 2 ? -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2 : 0;
}
