import { deepEqual as same } from "node:assert/strict";
import { modelDifferences } from "../../../src/analysis/comparison/model_differences.ts";
import { configurationDifferences } from "../../../src/analysis/comparison/fact_differences.ts";
import type { ManifestModel } from "../../../src/records/manifest.ts";
import { fakeManifest } from "../../runs/fake_run.ts";

const manifest = fakeManifest({ reference: {} }, 4);
const model: ManifestModel = { ...manifest.models[0]!, card: "aa" };
const { input: _, output: __, ...older } = model;

function differencesOf(before: ManifestModel, after: ManifestModel) {
  return modelDifferences({ models: [before] }, { models: [after] });
}

Deno.test("what the cards of a model say differently is told by field, before all else", () => {
  const other: ManifestModel = {
    ...model,
    card: "bb",
    sha256: "ff",
    output: { ...model.output, polarity: "real" },
    input: { ...model.input, channels: "BGR", mean: [0, 0, 0] },
    preprocessing: { margin: 0.3 },
  };
  const cards = [
    { path: "models.demo.output.polarity", before: "fake", after: "real" },
    { path: "models.demo.input.channels", before: "RGB", after: "BGR" },
    { path: "models.demo.input.mean", before: [0.5, 0.5, 0.5], after: [0, 0, 0] },
    { path: "models.demo.preprocessing.margin", before: null, after: 0.3 },
  ];
  same(differencesOf(model, other), cards);
  const dataset = { ...manifest.dataset, split: "train" };
  const [before, after] = [{ ...manifest, models: [model] }, {
    ...manifest,
    models: [other],
    dataset,
  }];
  same(configurationDifferences(before, after, []), [
    ...cards,
    { path: "dataset.split", before: "test", after: "train" },
    { path: "models.demo@fp32", before: model.sha256, after: "ff" },
  ]);
});

Deno.test("a model is compared once, however many precisions it ran in", () => {
  const half = (one: ManifestModel): ManifestModel => ({ ...one, precision: "fp16" });
  const other = { ...model, output: { ...model.output, index: 1 } };
  same(
    modelDifferences({ models: [model, half(model)] }, { models: [half(other), other] }).length,
    1,
  );
});

Deno.test("runs older than these fields are compared by the digest of the card, or not at all", () => {
  same(differencesOf(older, model), []);
  same(differencesOf(older, { ...model, card: "bb" }), [
    { path: "models.demo.card", before: "aa", after: "bb" },
  ]);
  const { card: ___, ...oldest } = older;
  same(differencesOf(oldest, model), []);
});

Deno.test("models that only one run has are not compared by their cards", () => {
  same(differencesOf(model, { ...model, name: "mine" }), []);
});
