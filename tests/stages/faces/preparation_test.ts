import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cropRectangle } from "../../../src/stages/faces/crop.ts";
import { RESIZE_RULES, type ResizeRule } from "../../../src/stages/faces/parameters.ts";
import { prepareFace } from "../../../src/stages/faces/preparation.ts";
import { imageOf, noiseImage } from "../../base/numeric/images/made_images.ts";
import { framesTest, goldenFrames, type GoldenVideo } from "../../platform/ffmpeg/golden_frames.ts";
import { goldenFaces, type PlacedFace } from "../../records/golden_pipeline.ts";

const OPTIONS = { size: 20, resize: "area_down_cubic_up", fit: "black" } as const;
const RULES = { reference: "area_down_cubic_up", notebook: "cubic_down_area_up" } as const;

for (const video of ["facenet-video.mp4", "gap.mp4"] as const) {
  framesTest(`faces of ${video} are the original's bit for bit`, async () => {
    const faces = facesByFrame(video);
    assert.ok(faces.size > 0);
    for await (const { position, image } of goldenFrames(video, [...faces.keys()])) {
      for (const { run, face, rectangle } of faces.get(position)!) {
        const prepared = (size: number) =>
          prepareFace(image, rectangle, { ...OPTIONS, size, resize: RULES[run.mode] });
        if (face.faceSha256) assert.equal(sha256(prepared(380)!.data), face.faceSha256);
        if (face.face256Sha256) assert.equal(sha256(prepared(256)!.data), face.face256Sha256);
        if (!face.faceSha256 && face.cropHeight * face.cropWidth === 0) {
          assert.equal(prepared(380), null);
        }
      }
    }
  });
}

Deno.test("the face lies in the centre of a black square, the longer side filling it", () => {
  const frame = imageOf(50, 40, () => 200);
  const rectangle = { top: 0, bottom: 40, left: 10, right: 30 };
  const face = prepareFace(frame, rectangle, OPTIONS)!;
  assert.deepEqual([face.width, face.height], [20, 20]);
  const row = Array.from({ length: 20 }, (_, x) => face.data[(7 * 20 + x) * 3]);
  assert.deepEqual(row, [...Array(5).fill(0), ...Array(10).fill(200), ...Array(5).fill(0)]);
});

Deno.test("a crop whose longer side already fits is not resampled", () => {
  const frame = imageOf(30, 30, (x, y, c) => x * 7 + y * 3 + c);
  const rectangle = { top: 3, bottom: 23, left: 5, right: 6 };
  const face = prepareFace(frame, rectangle, OPTIONS)!;
  for (let y = 0; y < 20; y++) {
    assert.equal(face.data[(y * 20 + 9) * 3 + 1], 5 * 7 + (y + 3) * 3 + 1);
    assert.equal(face.data[(y * 20 + 10) * 3 + 1], 0);
  }
});

Deno.test("the resize rule decides which interpolation shrinks and which enlarges", () => {
  const frame = imageOf(40, 40, (x, y) => (x * y * 37) % 256);
  const area = (side: number, resize: typeof RULES[keyof typeof RULES]) =>
    prepareFace(frame, { top: 0, bottom: side, left: 0, right: side }, { ...OPTIONS, resize })!
      .data;
  for (const side of [9, 40]) {
    assert.notDeepEqual(area(side, "area_down_cubic_up"), area(side, "cubic_down_area_up"));
  }
});

Deno.test("bilinear and bicubic are one interpolation both ways", () => {
  const frame = noiseImage({ width: 40, height: 40, seed: 1, levels: 256 });
  for (const side of [9, 37]) {
    const rectangle = { top: 0, bottom: side, left: 0, right: side };
    const by = (resize: ResizeRule) => prepareFace(frame, rectangle, { ...OPTIONS, resize })!.data;
    const cubic = side === 9 ? "area_down_cubic_up" : "cubic_down_area_up";
    assert.deepEqual(by("bicubic"), by(cubic));
    assert.notDeepEqual(by("bilinear"), by("bicubic"));
    assert.notDeepEqual(by("bilinear"), by("area_down_cubic_up"));
    assert.notDeepEqual(by("bilinear"), by("cubic_down_area_up"));
  }
});

Deno.test("a stretched crop fills the square, whatever its aspect", () => {
  const frame = imageOf(50, 40, (x, y) => 100 + (x < 20 ? 0 : 100) + (y < 20 ? 0 : 50));
  const rectangle = { top: 0, bottom: 40, left: 10, right: 30 };
  for (const resize of RESIZE_RULES) {
    const face = prepareFace(frame, rectangle, { ...OPTIONS, resize, fit: "stretch" })!;
    const at = (x: number, y: number) => face.data[(y * 20 + x) * 3];
    assert.deepEqual([face.width, face.height], [20, 20]);
    assert.deepEqual([at(2, 2), at(17, 2), at(2, 17), at(17, 17)], [100, 200, 150, 250]);
  }
});

Deno.test("a crop of the square's size is not resampled, and an empty one is none", () => {
  const frame = noiseImage({ width: 20, height: 20, seed: 2, levels: 256 });
  for (const fit of ["stretch", "square"] as const) {
    const whole = { top: 0, bottom: 20, left: 0, right: 20 };
    assert.deepEqual(prepareFace(frame, whole, { ...OPTIONS, fit })!.data, frame.data);
    const empty = { top: 20, bottom: 20, left: 0, right: 20 };
    assert.equal(prepareFace(frame, empty, { ...OPTIONS, fit }), null);
  }
});

Deno.test("an empty crop whose longer side already fits is a black face, as in the original", () => {
  const frame = imageOf(100, 100, () => 1);
  const face = prepareFace(frame, { top: 100, bottom: 100, left: 30, right: 50 }, OPTIONS)!;
  assert.deepEqual(face.data, new Uint8Array(20 * 20 * 3));
});

Deno.test("an empty crop and one too thin to keep a pixel give null", () => {
  const frame = imageOf(100, 100, () => 1);
  assert.equal(prepareFace(frame, { top: 5, bottom: 5, left: 0, right: 9 }, OPTIONS), null);
  assert.equal(prepareFace(frame, { top: 0, bottom: 1, left: 0, right: 90 }, OPTIONS), null);
});

/** The faces of all runs over a video, by place in the stream, each once. */
function facesByFrame(video: GoldenVideo) {
  const faces = new Map<number, ReturnType<typeof withRectangle>[]>();
  const seen = new Set<string>();
  for (const golden of goldenFaces()) {
    const key = JSON.stringify([golden.position, golden.run.mode, golden.face.intBox]);
    if (golden.run.video !== video || seen.has(key)) continue;
    seen.add(key);
    faces.set(golden.position, [
      ...faces.get(golden.position) ?? [],
      withRectangle(golden),
    ]);
  }
  return faces;
}

function withRectangle(golden: PlacedFace) {
  const [x1, y1, x2, y2] = golden.face.intBox;
  return { ...golden, rectangle: cropRectangle([x1!, y1!, x2!, y2!], 1 / 3, golden.run) };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
