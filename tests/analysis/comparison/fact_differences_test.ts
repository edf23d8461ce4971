import assert from "node:assert/strict";
import {
  configurationDifferences,
  environmentDifferences,
} from "../../../src/analysis/comparison/fact_differences.ts";
import type { Settings } from "../../../src/records/manifest.ts";
import { fakeManifest } from "../../runs/fake_run.ts";
import { madeRun } from "./made_runs.ts";

const manifest = fakeManifest({ reference: {}, quick: { frames: 8 } }, 4);

/** Pairs of variants with these parameters before and after. */
function pairsOf(parameters: Readonly<Record<string, readonly [Settings, Settings]>>) {
  return Object.entries(parameters).map(([name, [before, after]]) => {
    const variant = madeRun({ variants: { [name]: [{ filename: "x" }] } }).variants[0]!;
    return {
      before: { ...variant, parameters: before },
      after: { ...variant, parameters: after },
    };
  });
}

Deno.test("equal manifests differ in nothing, whenever and whatever they ran for", () => {
  const other = {
    ...manifest,
    runId: "another",
    command: ["eval", "--quiet"],
    times: { ...manifest.times, startedAt: "2030-01-01T00:00:00.000Z", setUpMs: 1 },
  };
  assert.deepEqual(configurationDifferences(manifest, other, []), []);
  assert.deepEqual(environmentDifferences(manifest, other), []);
});

Deno.test("each fact that differs is told once, with where it stands and both values", () => {
  const other = {
    ...manifest,
    dataset: { ...manifest.dataset, split: "train" },
    models: [{ ...manifest.models[0]!, sha256: "ff" }],
    versions: { ...manifest.versions, ffmpeg: "6.0" },
    execution: { ...manifest.execution, cpuNodes: { demo: 2 }, workers: 1 },
  };
  assert.deepEqual(configurationDifferences(manifest, other, []), [
    { path: "dataset.split", before: "test", after: "train" },
    { path: "models.demo@fp32", before: manifest.models[0]!.sha256, after: "ff" },
  ]);
  assert.deepEqual(environmentDifferences(manifest, other), [
    { path: "versions.ffmpeg", before: "5.1.6", after: "6.0" },
    { path: "execution.workers", before: 2, after: 1 },
    { path: "execution.cpuNodes.demo", before: null, after: 2 },
  ]);
});

Deno.test("a parameter that all variants differ in alike is told once, others by variant", () => {
  const pairs = pairsOf({
    reference: [{ margin: 0.3, frames: 32 }, { margin: 0.2, frames: 32 }],
    quick: [{ margin: 0.3, frames: 8 }, { margin: 0.2, frames: 16 }],
  });
  assert.deepEqual(configurationDifferences(manifest, manifest, pairs), [
    { path: "variants.*.margin", before: 0.3, after: 0.2 },
    { path: "variants.quick.frames", before: 8, after: 16 },
  ]);
});

Deno.test("the same parameter with other values is told by variant", () => {
  const pairs = pairsOf({
    a: [{ model: ["x"] }, { model: ["y"] }],
    b: [{ model: ["x"] }, { model: ["x", "y"] }],
  });
  assert.deepEqual(
    configurationDifferences(manifest, manifest, pairs).map(({ path }) => path),
    ["variants.a.model", "variants.b.model"],
  );
});
