import { PositionSet } from "../../../src/base/position_set.ts";
import assert from "node:assert/strict";
import fc from "fast-check";
import { MOST_THUMBNAILS } from "../../../src/records/thumbnail.ts";
import { thumbnailTools } from "../../../src/pipeline/execution/thumbnail_jpeg.ts";
import { thumbnailTaker } from "../../../src/pipeline/execution/thumbnails.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { context, variant } from "../example_plan.ts";
import { executed, stagesOf } from "../executed.ts";
import { faceTest, madeFaceVideo } from "../../platform/ffmpeg/made_face_video.ts";
import { tinyModels } from "../tiny_models.ts";

const PIXELS = new Uint8Array(8 * 8 * 3).fill(130);

/** Frames taken when those of `positions` hold `faces` faces each, by position. */
function takenFrom(positions: readonly number[], faces: (position: number) => number) {
  const taker = thumbnailTaker(thumbnailTools());
  taker.begin(PositionSet.of(positions));
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

Deno.test("if a frame has no face, the next frame of its part of the video is used", () => {
  const positions = Array.from({ length: 32 }, (_, i) => i);
  const frames = takenFrom(positions, (frame) => frame < 6 || frame > 25 ? 0 : 1);
  assert.deepEqual(frames.map(([frame]) => frame), [6, 8, 12, 16, 20, 24]);
});

Deno.test("faces of one frame take turns", () => {
  const faces = takenFrom(Array.from({ length: 16 }, (_, i) => i), () => 2);
  assert.deepEqual(faces.map(([, face]) => face), [0, 1, 0, 1, 0, 1, 0, 1]);
});

Deno.test("there are at most eight thumbnails, one per part, and one for every part with a face", () => {
  const frames = fc.uniqueArray(fc.nat(1000), { maxLength: 60 }).map((all) =>
    all.sort((a, b) => a - b)
  );
  fc.assert(
    fc.property(frames, (positions) => {
      const taken = takenFrom(positions, () => 1).map(([frame]) => frame);
      assert.equal(taken.length, Math.min(MOST_THUMBNAILS, positions.length));
      assert.deepEqual(taken, [...new Set(taken)].sort((a, b) => a! - b!));
    }),
    { numRuns: 50 },
  );
});

Deno.test("of several passes the first that sees a face gives the thumbnails", () => {
  const taker = thumbnailTaker(thumbnailTools());
  const offer = (frame: number) => taker.offer({ frame, face: 0 }, { pixels: PIXELS, among: 1 });
  taker.begin(PositionSet.of([0, 1]));
  taker.begin(PositionSet.of([4, 5]));
  offer(0);
  offer(4);
  taker.begin(PositionSet.of([5, 6]));
  [5, 6].forEach(offer);
  assert.deepEqual(taker.taken().map(({ frame }) => frame), [4, 5]);
});

faceTest(
  "thumbnails are of faces that a variant had scored, and change nothing else",
  () =>
    inFolder(async (folder) => {
      const video = await madeFaceVideo(folder, { frames: 20, black: "lt(n,6)" });
      const models = await tinyModels(folder);
      const variants = [variant("few", { frames: 4 }), variant("all", { frames: 20 })];
      const run = async (timing: "attributed" | "isolated") => {
        const thumbnails = thumbnailTaker(thumbnailTools());
        const record = await executed(video, variants, { ...context, models, timing, thumbnails });
        return { record, thumbnails: thumbnails.taken() };
      };
      const shared = await run("attributed");
      const plain = await executed(video, variants, { ...context, models });
      const digests = (record: typeof plain) =>
        variants.map(({ name }) =>
          Object.values(stagesOf(record, name)).map(({ key, digest }) => [key, digest])
        );
      assert.deepEqual(digests(shared.record), digests(plain));
      assert.deepEqual(shared.record.faces, plain.faces);
      const frames = shared.thumbnails.map(({ frame }) => frame);
      assert.equal(frames.length, 6, "two eighths of the video are black");
      assert.ok(frames.every((frame) => plain.faces.some((face) => face.frame === frame)));
      assert.deepEqual((await run("attributed")).thumbnails, shared.thumbnails);
      const isolated = await run("isolated");
      assert.deepEqual(isolated.thumbnails.map(({ frame }) => frame), [6, 12, 19]);
    }),
);
