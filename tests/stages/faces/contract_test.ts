import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { join } from "node:path";
import type { FaceDetectorPart } from "../../../src/stages/faces/contract.ts";
import { faceDetectors } from "../../../src/stages/faces/registry.ts";
import { wholeFrame } from "../../../src/stages/faces/whole_frame.ts";
import { PRESETS } from "../../../src/config/presets.ts";
import { detectorContext } from "../../../src/pipeline/execution/detector_context.ts";
import { PARAMETER_TABLE } from "../../../src/stages/parameters.ts";
import { parametersOf, usePart } from "../../../src/stages/part_use.ts";
import { resolvedParameters } from "../../../src/stages/resolved_parameters.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { detectorInput, detectorInputPart } from "../../../src/stages/faces/detector_input.ts";
import { faceLimits } from "../../../src/stages/faces/face_limits.ts";
import { facePreparation } from "../../../src/stages/faces/preparation.ts";
import { testPart } from "../part_contract.ts";
import { imageOf, noiseImage } from "../../base/numeric/images/made_images.ts";

const models = join(projectRoot(), "models");
/** Low enough to find "faces" in noise. */
const VALUES = resolvedParameters(
  { ...PRESETS.reference, model: [], detectionThresholds: [0.1, 0.001, 0.001] },
  { table: PARAMETER_TABLE, provider: "cpu" },
);
const image = noiseImage({ width: 90, height: 60, seed: 3, levels: 256 });

for (const [name, part] of Object.entries<FaceDetectorPart>(faceDetectors)) {
  const ignore = (part.files ?? []).some((file) => !existsSync(join(models, file)));
  const reason = ignore ? " (skipped: its networks are not there; run `deno task setup`)" : "";

  Deno.test({
    name: `${name}: finds the same faces twice, largest first, and leaves the image alone${reason}`,
    ignore,
    async fn() {
      const context = detectorContext(part, { name, models, provider: "cpu", threads: 1 });
      const detector = await part.open(parametersOf(usePart(name, part, VALUES)), context);
      try {
        const before = image.data.slice();
        const faces = await detector.detect(image);
        assert.deepEqual(image.data, before);
        assert.ok(faces.length > 0);
        const areas = faces.map(({ box: [x1, y1, x2, y2] }) => Math.fround(x2 - x1) * (y2 - y1));
        for (let i = 1; i < areas.length; i++) assert.ok(areas[i]! <= areas[i - 1]! * (1 + 1e-6));
        for (const { box, probability } of faces) {
          assert.ok(probability >= 0 && probability <= 1);
          assert.deepEqual(box.map(Math.fround), [...box]);
        }
        assert.deepEqual(await detector.detect(image), faces);
        assert.deepEqual(await detector.detect(imageOf(0, 0, () => 0)), []);
      } finally {
        await detector.release();
      }
    },
  });
}

Deno.test("whole_frame: the frame is the face", async () => {
  const detector = wholeFrame();
  assert.deepEqual(await detector.detect(image), [
    { box: [0, 0, 90, 60], probability: 1, landmarks: null },
  ]);
});

Deno.test("the face detector's input is the frame itself or half of it", () => {
  assert.equal(detectorInput(image, 1), image);
  const { width, height } = detectorInput(image, 0.5);
  assert.deepEqual([width, height], [45, 30]);
});

for (const [name, part] of Object.entries<FaceDetectorPart>(faceDetectors)) {
  if ((part.files ?? []).some((file) => !existsSync(join(models, file)))) continue;
  testPart(name, part, {
    numRuns: 4,
    inputs: fc.constant("an image of noise"),
    async run(_, parameters) {
      const context = detectorContext(part, { name, models, provider: "cpu", threads: 1 });
      const detector = await part.open(parameters, context);
      try {
        return await detector.detect(image);
      } finally {
        await detector.release();
      }
    },
  });
}

testPart("face detector's input", detectorInputPart, {
  inputs: fc.constant("an image of noise"),
  run: (_, parameters) => detectorInputPart.open()(image, parameters),
});

testPart("face limits", faceLimits, {
  inputs: fc.constant(null),
  run: (_, parameters) => faceLimits.rules(parameters),
});

testPart("face preparation", facePreparation, {
  inputs: fc.record({
    x: fc.integer({ min: -10, max: 60 }),
    y: fc.integer({ min: -10, max: 40 }),
    side: fc.integer({ min: 1, max: 60 }),
  }),
  run({ x, y, side }, parameters: object) {
    const beside = (facts: object) =>
      new Proxy(parameters, {
        get: (target, name) => Reflect.get(Object.hasOwn(facts, name) ? facts : target, name),
      }) as never;
    const points = [[2, 3], [8, 3], [5, 6], [3, 9], [7, 9]] as const;
    const landmarks = points.map(([left, top]) => [x + left * side, y + top * side] as const);
    const facts = { size: 24, landmarks, template: { side: 12, points } };
    const box = facePreparation.boxOf([x, y, x + side, y + side], beside({}));
    const rectangle = facePreparation.rectangleOf(box, beside({ frame: image }));
    return [box, rectangle, facePreparation.open()(image, rectangle, beside(facts))];
  },
});
