import assert from "node:assert/strict";
import { assert as property, constantFrom, integer, property as forAll } from "fast-check";
import type { RgbImage } from "../../../src/records/frame.ts";
import { rotateImage } from "../../../src/platform/ffmpeg/frame_rotation.ts";

/** A quarter turn clockwise: the left column, read upwards, becomes the top row. */
function quarterTurn({ width, height, data }: RgbImage): RgbImage {
  const turned: number[] = [];
  for (let x = 0; x < width; x++) {
    for (let y = height - 1; y >= 0; y--) {
      turned.push(...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3));
    }
  }
  return { width: height, height: width, data: Uint8Array.from(turned) };
}

Deno.test("a rotation equals that many quarter turns", () => {
  const side = integer({ min: 1, max: 9 });
  property(forAll(side, side, constantFrom(0, 90, 180, 270), (width, height, rotation) => {
    const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => i);
    let expected: RgbImage = { width, height, data };
    for (let turn = 0; turn < rotation; turn += 90) expected = quarterTurn(expected);
    const target = new Uint8Array(data.length);
    assert.deepEqual(rotateImage({ width, height, data }, { rotation, target }), expected);
  }));
});
