import { deepEqual as same, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { decodeJpeg } from "../../../../src/base/numeric/jpeg/decode_jpeg.ts";
import { jpegEncoder } from "../../../../src/base/numeric/jpeg/encode_jpeg.ts";
import { inverseTransform } from "../../../../src/base/numeric/jpeg/islow_idct.ts";
import { goldenPictures } from "../../../platform/pictures/made_pictures.ts";

const pictures = goldenPictures().filter(({ name }) => name.startsWith("jpeg"));

/** The transform by its definition (T.81, A.3.3). */
function naiveTransform(coefficients: Int32Array): number[] {
  const scale = (k: number) => k === 0 ? Math.SQRT1_2 : 1;
  return Array.from({ length: 64 }, (_, place) => {
    const x = place % 8, y = Math.floor(place / 8);
    let sum = 0;
    coefficients.forEach((value, k) => {
      const u = k % 8, v = Math.floor(k / 8);
      sum += scale(u) * scale(v) * value * Math.cos((2 * x + 1) * u * Math.PI / 16) *
        Math.cos((2 * y + 1) * v * Math.PI / 16);
    });
    return Math.min(255, Math.max(0, sum / 4 + 128));
  });
}

Deno.test("the transform agrees with its definition to within one level", () => {
  const block = fc.array(fc.integer({ min: -200, max: 200 }), { minLength: 64, maxLength: 64 });
  fc.assert(fc.property(block, (values) => {
    const naive = naiveTransform(Int32Array.from(values));
    const target = new Uint8Array(64);
    inverseTransform(Int32Array.from(values), { target, at: 0, stride: 8 });
    naive.forEach((value, i) => ok(Math.abs(value - target[i]!) <= 1));
  }));
});

Deno.test("a damaged picture gives a picture of some size or a RangeError, never anything else", () => {
  const damage = fc.record({
    picture: fc.constantFrom(...pictures.map(({ bytes }) => bytes)),
    changes: fc.array(fc.tuple(fc.nat(5000), fc.nat(255)), { maxLength: 6 }),
    cut: fc.nat(5000),
  });
  fc.assert(fc.property(damage, ({ picture, changes, cut }) => {
    const bytes = picture.slice(0, Math.max(4, picture.length - cut % picture.length));
    for (const [place, value] of changes) bytes[2 + place % (bytes.length - 2)] = value;
    // A size in a damaged header may be anything; the caller has limits for it.
    for (let i = 0; i + 9 < bytes.length; i++) {
      if (bytes[i] === 0xff && bytes[i + 1]! >= 0xc0 && bytes[i + 1]! <= 0xc2) {
        bytes[i + 5] = bytes[i + 7] = 0;
      }
    }
    try {
      const { width, height, data } = decodeJpeg(bytes);
      equal(data.length, width * height * 3);
    } catch (error) {
      ok(error instanceof RangeError, String(error));
    }
  }));
});

Deno.test("a picture without Huffman tables has the standard ones, as frames of Motion JPEG", () => {
  const width = 37, height = 23;
  const data = Uint8Array.from({ length: width * height * 3 }, (_, k) => (k * k * 7) % 251);
  const encoder = jpegEncoder();
  encoder.setImage({ width, height, data });
  const whole = encoder.write({ quality: 90, most: 1 << 16 })!;
  same(decodeJpeg(withoutTables(whole)), decodeJpeg(whole));
});

/** Takes the segments of Huffman tables out of a file. */
function withoutTables(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const kept: number[] = [0xff, 0xd8];
  let at = 2;
  while (file[at + 1] !== 0xda) {
    const end = at + 2 + (file[at + 2]! << 8 | file[at + 3]!);
    if (file[at + 1] !== 0xc4) { for (let k = at; k < end; k++) kept.push(file[k]!); }
    at = end;
  }
  ok(kept.length < at, "the file has no tables");
  const bytes = new Uint8Array(kept.length + file.length - at);
  bytes.set(kept);
  bytes.set(file.subarray(at), kept.length);
  return bytes;
}

Deno.test("what is no JPEG picture is refused", () => {
  throws(() => decodeJpeg(new Uint8Array()), RangeError);
  throws(() => decodeJpeg(Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)), RangeError);
});
