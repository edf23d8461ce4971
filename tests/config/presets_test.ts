import assert from "node:assert/strict";
import { PRESET_NAMES, PRESETS } from "../../src/config/presets.ts";
import { settingsSchema } from "../../src/config/schema.ts";
import { PARAMETER_NAMES } from "../../src/config/variant.ts";

/** The table of the design: parameter, then its value in reference, notebook and fixed. */
const TABLE: Readonly<Record<string, readonly [unknown, unknown, unknown]>> = {
  selection: ["uniform", "uniform", "uniform"],
  frames: [32, 32, 32],
  jitter: [0, 0, 0],
  seed: [0, 0, 0],
  readIndices: ["walk", "walk", "each"],
  faceDetector: ["mtcnn", "mtcnn", "mtcnn"],
  detectorScale: [0.5, 1, 0.5],
  boxScale: [2, 2, "inverse"],
  minFace: [20, 20, 20],
  pyramidFactor: [0.709, 0.709, 0.709],
  detectionThresholds: [[0.7, 0.8, 0.8], [0.7, 0.8, 0.8], [0.7, 0.8, 0.8]],
  noFace: ["skip", "abort", "skip"],
  margin: [1 / 3, 1 / 3, 1 / 3],
  resize: ["area_down_cubic_up", "cubic_down_area_up", "area_down_cubic_up"],
  maxFaces: ["4n-1", "4n-1", "none"],
  singleFace: ["fallback", "fallback", "score"],
  precision: ["fp32", "fp32", "fp32"],
  batchSize: ["auto", "auto", "auto"],
  pooling: ["confident", "confident", "confident"],
  threshold: [0.8, 0.8, 0.8],
  decision: [0.5, 0.5, 0.5],
};

Deno.test("the presets are the design's table", () => {
  PRESET_NAMES.forEach((preset, column) => {
    const expected = Object.fromEntries(
      Object.entries(TABLE).map(([name, values]) => [name, values[column]]),
    );
    assert.deepEqual(PRESETS[preset], expected);
  });
});

Deno.test("the parameters are the design's table and the model", () => {
  assert.deepEqual([...PARAMETER_NAMES].sort(), [...Object.keys(TABLE), "model"].sort());
});

Deno.test("every preset keeps to the schema", () => {
  for (const preset of Object.values(PRESETS)) {
    assert.deepEqual(settingsSchema.parse(preset), preset);
  }
});
