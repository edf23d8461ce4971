import assert from "node:assert/strict";
import fc from "fast-check";
import { decode } from "jpeg-js";
import { jpegEncoder } from "../../../../src/base/numeric/jpeg/encode_jpeg.ts";
import type { RgbPixels } from "../../../../src/base/numeric/images/rgb_window.ts";
import { noiseImage } from "../images/made_images.ts";
import { naiveJpeg } from "./naive_jpeg.ts";

const encoder = jpegEncoder();

function encodeJpeg(image: RgbPixels, quality: number): Uint8Array {
  encoder.setImage(image);
  return encoder.write({ quality, most: Infinity })!;
}

/** A picture from a formula of place and channel. */
function picture(
  { width, height }: { width: number; height: number },
  value: (x: number, y: number, channel: number) => number,
): RgbPixels {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return value(pixel % width, Math.floor(pixel / width), i % 3);
  });
  return { width, height, data };
}

/** Decoded by another implementation. */
function decoded(jpeg: Uint8Array): RgbPixels {
  return decode(jpeg, { useTArray: true, formatAsRGBA: false });
}

function greatestError(a: RgbPixels, b: RgbPixels): number {
  return a.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b.data[i]!)), 0);
}

const sizes = fc.record({
  width: fc.integer({ min: 1, max: 70 }),
  height: fc.integer({ min: 1, max: 70 }),
});

Deno.test("another decoder reads the picture that was encoded, of any size", () => {
  fc.assert(
    fc.property(sizes, fc.nat(255), fc.nat(255), (size, from, to) => {
      const slope = (to - from) / (size.width + size.height);
      const image = picture(size, (x, y, c) => from + (x + y) * slope + (c - 1) * 20);
      const clear = image.data.every((value, i) => i % 3 === 1 || (value > 20 && value < 235));
      fc.pre(clear);
      const back = decoded(encodeJpeg(image, 95));
      assert.deepEqual([back.width, back.height], [size.width, size.height]);
      assert.ok(greatestError(image, back) <= 10, `${greatestError(image, back)}`);
    }),
    { numRuns: 60 },
  );
});

Deno.test("grey pictures lose nothing but rounding at full quality, noise included", () => {
  fc.assert(
    fc.property(sizes, fc.integer(), (size, seed) => {
      const grey = (x: number, y: number) => Math.imul((x + 1) * (y + 7) + seed, 2654435761) >>> 24;
      const image = picture(size, grey);
      assert.ok(greatestError(image, decoded(encodeJpeg(image, 100))) <= 4);
    }),
    { numRuns: 40 },
  );
});

Deno.test("lower quality takes fewer bytes, and equal pictures give equal bytes", () => {
  const image = picture({ width: 96, height: 128 }, (x, y, c) => 99 + 60 * Math.sin(x * y + c));
  const lengths = [90, 60, 30, 10, 1].map((quality) => encodeJpeg(image, quality).length);
  assert.deepEqual(lengths, lengths.toSorted((a, b) => b - a));
  assert.ok(lengths[0]! > 3 * lengths[4]!);
  assert.deepEqual(encodeJpeg(image, 60), encodeJpeg(image, 60));
});

Deno.test("saturated red, green and blue are preserved", () => {
  const colours = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255], [0, 0, 0]];
  for (const colour of colours) {
    const image = picture({ width: 20, height: 20 }, (_x, _y, c) => colour[c]!);
    assert.ok(greatestError(image, decoded(encodeJpeg(image, 90))) <= 4, colour.join());
  }
});

Deno.test("the kernels write what plain code writes, byte for byte", () => {
  const qualities = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 3 });
  const levels = fc.constantFrom(2, 4, 256);
  const property = fc.property(sizes, fc.nat(), levels, qualities, (size, seed, levels, all) => {
    const image = noiseImage({ ...size, seed, levels });
    const soft = picture(size, (x, y, c) => 128 + 120 * Math.sin((x * seed) % 7 / 9 + y / 20 + c));
    for (const one of [image, soft]) {
      encoder.setImage(one);
      for (const quality of all) {
        const expected = naiveJpeg(one, quality);
        const { length } = expected;
        assert.deepEqual(encoder.write({ quality, most: length }), expected);
        assert.equal(encoder.write({ quality, most: length - 1 }), null, "a byte too many");
      }
    }
  });
  fc.assert(property, { numRuns: 60 });
});

Deno.test("nothing is written if the limit is below the header's size", () => {
  encoder.setImage(picture({ width: 3, height: 2 }, () => 7));
  assert.equal(encoder.write({ quality: 50, most: 100 }), null);
});
