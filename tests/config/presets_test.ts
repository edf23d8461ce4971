import assert from "node:assert/strict";
import { parameterHelp } from "../../src/config/parameter_help.ts";
import { PRESET_NAMES, PRESETS } from "../../src/config/presets.ts";
import { settingsSchema } from "../../src/config/schema.ts";
import { PARAMETER_NAMES, parameterTable } from "../../src/config/variant.ts";
import { faceDetectors } from "../../src/stages/faces/registry.ts";
import { frameSelectors } from "../../src/stages/frames/registry.ts";
import { poolingStrategies } from "../../src/stages/pooling/registry.ts";

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
    const values: Readonly<Record<string, unknown>> = { ...PRESETS[preset] };
    for (const [name, expected] of Object.entries(TABLE)) {
      assert.deepEqual(values[name], expected[column], `${name} of ${preset}`);
    }
  });
});

Deno.test("a preset sets every parameter but the model, in the order of the pipeline", () => {
  for (const preset of PRESET_NAMES) {
    const names = PARAMETER_NAMES.filter((name) => name !== "model");
    assert.deepEqual(Object.keys(PRESETS[preset]), names);
  }
});

Deno.test("every preset keeps to the schema", () => {
  for (const preset of Object.values(PRESETS)) {
    assert.deepEqual(settingsSchema.parse(preset), preset);
  }
});

Deno.test("the help text names every parameter once, in order, with the reference's value", () => {
  const lines = unwrapped(parameterHelp()).split("\n").slice(1);
  assert.deepEqual(lines.map((line) => line.trim().split(" ")[0]), PARAMETER_NAMES);
  for (const [i, name] of PARAMETER_NAMES.entries()) {
    assert.ok((parameterTable[name].description ?? "").length > 10, name);
    if (name === "margin") assert.ok(lines[i]!.endsWith("(1/3)"));
    else if (name in TABLE) assert.ok(lines[i]!.endsWith(`(${JSON.stringify(TABLE[name]![0])})`));
  }
});

/** Joins the continued lines of a help text. */
function unwrapped(text: string): string {
  return text.replaceAll(/\n {9,}/g, " ");
}

Deno.test("the help text has at most 80 columns", () => {
  for (const line of parameterHelp().split("\n")) assert.ok(line.length <= 80, line);
});

Deno.test("the help text names the parts that can be chosen", () => {
  const text = unwrapped(parameterHelp());
  for (const names of [frameSelectors, faceDetectors, poolingStrategies].map(Object.keys)) {
    assert.ok(text.includes(names.join(", ")), names.join());
  }
});
