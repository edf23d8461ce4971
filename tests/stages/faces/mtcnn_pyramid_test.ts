import assert from "node:assert/strict";
import { PRESETS } from "../../../src/config/presets.ts";
import { pyramidLevels } from "../../../src/stages/faces/mtcnn_pyramid.ts";
import { sharedJson, sharedTest } from "../../shared_data.ts";

const REFERENCE = PRESETS.reference;

interface GoldenPyramid {
  readonly sizes: readonly {
    readonly width: number;
    readonly height: number;
    readonly scales: readonly number[];
    readonly scaledHW: readonly (readonly [number, number])[];
  }[];
}

sharedTest("scales and sizes equal facenet-pytorch's", () => {
  const { sizes } = sharedJson<GoldenPyramid>("golden", "mtcnn", "pyramid.json");
  assert.equal(sizes.length, 19);
  for (const { scales, scaledHW, ...image } of sizes) {
    const levels = pyramidLevels(image, REFERENCE);
    assert.deepEqual(levels.map(({ scale }) => scale), scales);
    assert.deepEqual(levels.map(({ height, width }) => [height, width]), scaledHW);
  }
});

Deno.test("an image has levels if its short side is at least the smallest face", () => {
  assert.deepEqual(pyramidLevels({ width: 400, height: 19 }, REFERENCE), []);
  assert.deepEqual(pyramidLevels({ width: 0, height: 40 }, REFERENCE), []);
  assert.deepEqual(pyramidLevels({ width: 20, height: 20 }, REFERENCE), [
    { scale: 0.6, height: 13, width: 13 },
  ]);
});

Deno.test("the smallest face and the pyramid factor decide the number of levels", () => {
  const image = { width: 96, height: 96 };
  const scales = (minFace: number, pyramidFactor: number) =>
    pyramidLevels(image, { minFace, pyramidFactor }).map(({ scale }) => scale);
  assert.deepEqual(scales(48, 0.5), [0.25, 0.125]);
  assert.deepEqual(scales(6, 0.5), [2, 1, 0.5, 0.25, 0.125]);
});
