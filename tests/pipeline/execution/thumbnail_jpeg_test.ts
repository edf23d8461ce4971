import assert from "node:assert/strict";
import fc from "fast-check";
import { decode } from "jpeg-js";
import { MOST_THUMBNAIL_BYTES } from "../../../src/records/thumbnail.ts";
import { thumbnailJpeg, thumbnailTools } from "../../../src/pipeline/execution/thumbnail_jpeg.ts";

interface Content {
  readonly width: number;
  readonly height: number;
  pixel(x: number, y: number): readonly [number, number, number];
}

const tools = thumbnailTools();

/** A square of `side` with the content in its centre and black around it. */
function squareWith(side: number, { width, height, pixel }: Content) {
  const data = new Uint8Array(side * side * 3);
  const left = (side - width) >> 1, top = (side - height) >> 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set(pixel(x, y), ((top + y) * side + left + x) * 3);
  }
  return { width: side, height: side, data };
}

function decoded(jpeg: Uint8Array) {
  return decode(jpeg, { useTArray: true, formatAsRGBA: false });
}

/** Noise that JPEG can do least about: every channel of every pixel is black or white by itself. */
function harshNoise(seed: number): Content["pixel"] {
  let state = seed | 1;
  const bit = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 1024 ? 255 : 0;
  };
  return () => [bit(), bit(), bit()];
}

Deno.test("a thumbnail is a complete JPEG of at most 3 kB, whatever the pixels", () => {
  const content = fc.record({
    side: fc.integer({ min: 1, max: 400 }),
    width: fc.integer({ min: 1, max: 400 }),
    height: fc.integer({ min: 1, max: 400 }),
    seed: fc.integer(),
  });
  const property = fc.property(content, ({ side, width, height, seed }) => {
    const size = { width: Math.min(width, side), height: Math.min(height, side) };
    const face = squareWith(side, { ...size, pixel: harshNoise(seed) });
    const jpeg = thumbnailJpeg(face, tools);
    assert.ok(jpeg.byteLength <= MOST_THUMBNAIL_BYTES, `${jpeg.byteLength} bytes`);
    assert.equal(jpeg.byteLength, jpeg.buffer.byteLength, "nothing else travels with it");
    const { width: w, height: h } = decoded(jpeg);
    assert.ok(w >= 1 && h >= 1 && w <= size.width && h <= size.height, `${w} × ${h}`);
    assert.deepEqual(thumbnailJpeg(face, tools), jpeg, "equal pixels give equal bytes");
  });
  fc.assert(property, { numRuns: 40 });
});

Deno.test("the padding is trimmed and the rest keeps its aspect and colours", () => {
  const pixel = (x: number, y: number) => [40 + x / 2, 200 - y / 2, 90] as const;
  const face = squareWith(300, { width: 201, height: 300, pixel });
  const { width, height, data } = decoded(thumbnailJpeg(face, tools));
  assert.deepEqual([width, height], [96, 143]);
  for (const [x, y] of [[2, 2], [48, 70], [93, 140]] as const) {
    const at = (y * width + x) * 3;
    const scale = 201 / 96;
    const expected = pixel(x * scale, y * scale);
    expected.forEach((value, c) => assert.ok(Math.abs(data[at + c]! - value) < 12));
  }
});

Deno.test("small faces are not enlarged, and a black one is not trimmed", () => {
  const small = squareWith(64, { width: 40, height: 64, pixel: () => [200, 150, 120] });
  const { width, height } = decoded(thumbnailJpeg(small, tools));
  assert.deepEqual([width, height], [40, 64]);
  const black = squareWith(380, { width: 0, height: 0, pixel: () => [0, 0, 0] });
  assert.equal(decoded(thumbnailJpeg(black, tools)).width, 96);
});
