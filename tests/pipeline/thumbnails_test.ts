import assert from "node:assert/strict";
import fc from "fast-check";
import { MOST_THUMBNAILS } from "../../src/domain/thumbnail.ts";
import { thumbnailTaker } from "../../src/pipeline/thumbnails.ts";

const PIXELS = new Uint8Array(8 * 8 * 3).fill(130);

/** Frames taken when those of `positions` hold `faces` faces each, by position. */
function takenFrom(positions: readonly number[], faces: (position: number) => number) {
  const taker = thumbnailTaker();
  taker.begin(positions);
  for (const frame of positions) {
    for (let face = 0; face < faces(frame); face++) {
      taker.offer({ frame, face }, { pixels: PIXELS, among: faces(frame) });
    }
  }
  return taker.taken().map(({ frame, face }) => [frame, face]);
}

Deno.test("thumbnails are spread evenly over the frames", () => {
  const positions = Array.from({ length: 32 }, (_, i) => i * 9);
  assert.deepEqual(
    takenFrom(positions, () => 1),
    [0, 4, 8, 12, 16, 20, 24, 28].map((i) => [i * 9, 0]),
  );
});

Deno.test("where a frame shows no face the next one of its part of the video does", () => {
  const positions = Array.from({ length: 32 }, (_, i) => i);
  const frames = takenFrom(positions, (frame) => frame < 6 || frame > 25 ? 0 : 1);
  assert.deepEqual(frames.map(([frame]) => frame), [6, 8, 12, 16, 20, 24]);
});

Deno.test("faces of one frame take turns", () => {
  const faces = takenFrom(Array.from({ length: 16 }, (_, i) => i), () => 2);
  assert.deepEqual(faces.map(([, face]) => face), [0, 1, 0, 1, 0, 1, 0, 1]);
});

Deno.test("never more than eight, one for a part, and every part that could have one has", () => {
  const frames = fc.uniqueArray(fc.nat(1000), { maxLength: 60 }).map((all) =>
    all.sort((a, b) => a - b)
  );
  fc.assert(
    fc.property(frames, (positions) => {
      const taken = takenFrom(positions, () => 1).map(([frame]) => frame);
      assert.equal(taken.length, Math.min(MOST_THUMBNAILS, positions.length));
      assert.deepEqual(taken, [...new Set(taken)].sort((a, b) => a - b));
    }),
    { numRuns: 50 },
  );
});

Deno.test("of several passes the first that sees a face gives the thumbnails", () => {
  const taker = thumbnailTaker();
  const offer = (frame: number) => taker.offer({ frame, face: 0 }, { pixels: PIXELS, among: 1 });
  taker.begin([0, 1]);
  taker.begin([4, 5]);
  offer(0);
  offer(4);
  taker.begin([5, 6]);
  [5, 6].forEach(offer);
  assert.deepEqual(taker.taken().map(({ frame }) => frame), [4, 5]);
});
