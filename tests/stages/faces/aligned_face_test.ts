import { deepEqual as same, equal, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { alignFace } from "../../../src/stages/faces/aligned_face.ts";
import type { Point } from "../../../src/records/face.ts";
import { parametersOf, usePart } from "../../../src/stages/part_use.ts";
import { PRESETS } from "../../../src/config/presets.ts";
import { PARAMETER_TABLE } from "../../../src/stages/parameters.ts";
import { resolvedParameters } from "../../../src/stages/resolved_parameters.ts";
import { facePreparation } from "../../../src/stages/faces/preparation.ts";
import golden from "../../golden/aligned_faces.json" with { type: "json" };
import { imageOf, noiseImage } from "../../base/numeric/images/made_images.ts";

const POINTS: readonly Point[] = [[38, 52], [74, 52], [56, 72], [42, 92], [71, 92]];
const TEMPLATE = { side: 112, points: POINTS };

/** A black frame with a bright spot of three by three pixels on each point. */
function spots(points: readonly Point[]) {
  const near = (x: number, y: number) =>
    points.some(([u, v]) => Math.abs(x - u) <= 1.5 && Math.abs(y - v) <= 1.5);
  return imageOf(200, 160, (x, y) => near(x, y) ? 255 : 0);
}

Deno.test("landmarks of a turned, scaled and moved face come to the template's places", () => {
  const turns = fc.record({
    scale: fc.double({ min: 0.8, max: 1.2, noNaN: true }),
    angle: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
    x: fc.integer({ min: 95, max: 105 }),
    y: fc.integer({ min: 75, max: 85 }),
  });
  fc.assert(
    fc.property(turns, ({ scale, angle, x, y }) => {
      const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
      const landmarks = POINTS.map(([u, v]): Point => [
        a * (u - 56) - b * (v - 72) + x,
        b * (u - 56) + a * (v - 72) + y,
      ]);
      for (const size of [112, 56]) {
        const { data } = alignFace(spots(landmarks), landmarks, { size, template: TEMPLATE })!;
        for (const [u, v] of POINTS) {
          const at = Math.round(v * size / 112) * size + Math.round(u * size / 112);
          ok(data[3 * at]! > 100, `a spot at ${u}, ${v}`);
        }
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("faces are aligned as DeepfakeBench's are, by Umeyama's fit, bit for bit", () => {
  // Its template of 112 pixels, moved by 8 pixels, with a margin of 0.15 of the side all around.
  const points = [[30.2946, 51.6963], [65.5318, 51.5014], [48.0252, 71.7366], [33.5493, 92.3655], [
    62.7299,
    92.2041,
  ]].map(([x, y]): Point => [x! + 8 + 16.8, y! + 16.8]);
  for (const { landmarks, size, sha256, ...made } of golden.cases) {
    const frame = noiseImage({ ...made, levels: 256 });
    const places = landmarks.map(([x, y]): Point => [x!, y!]);
    const { data } = alignFace(frame, places, { size, template: { side: 145.6, points } })!;
    equal(createHash("sha256").update(data).digest("hex"), sha256, JSON.stringify(made));
  }
});

Deno.test("landmarks in the template's places take the top left of the frame as it is", () => {
  const frame = noiseImage({ width: 112, height: 112, seed: 1, levels: 256 });
  same(alignFace(frame, POINTS, { size: 112, template: TEMPLATE })!.data, frame.data);
  const fractions = { side: 1, points: POINTS.map(([x, y]): Point => [x / 112, y / 112]) };
  same(alignFace(frame, POINTS, { size: 112, template: fractions })!.data, frame.data);
});

Deno.test("landmarks in one place give no face", () => {
  const frame = noiseImage({ width: 30, height: 30, seed: 1, levels: 256 });
  const one = POINTS.map((): Point => [7, 9]);
  equal(alignFace(frame, one, { size: 20, template: TEMPLATE }), null);
});

Deno.test("outside the frame an aligned face is black", () => {
  const frame = imageOf(56, 112, () => 200);
  const { data } = alignFace(frame, POINTS, { size: 112, template: TEMPLATE })!;
  same([data[3 * 55], data[3 * 57], data[3 * 111]], [200, 0, 0]);
});

Deno.test("landmarks are scaled to the frame as boxes are, and the crop's settings have no effect", () => {
  const values = { ...PRESETS.reference, model: [], boxScale: 2, align: "landmarks" };
  const use = usePart(
    "face preparation",
    facePreparation,
    resolvedParameters(values, { table: PARAMETER_TABLE, provider: "cpu" }),
  );
  same(use.parameters, { boxScale: 2, align: "landmarks" });
  const frame = noiseImage({ width: 112, height: 112, seed: 3, levels: 256 });
  const landmarks = POINTS.map(([x, y]): Point => [x / 2, y / 2]);
  const facts = { frame, size: 112, landmarks, template: TEMPLATE };
  const parameters = parametersOf(use, facts);
  const rectangle = facePreparation.rectangleOf([1, 2, 3, 4], parameters);
  same(rectangle, { top: 0, bottom: 112, left: 0, right: 112 });
  same(facePreparation.open()(frame, rectangle, parameters)!.data, frame.data);
});
