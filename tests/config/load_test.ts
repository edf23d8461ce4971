import assert from "node:assert/strict";
import { plainQuery } from "../../src/records/dataset_query.ts";
import { DEFAULT_LIMITS } from "../../src/records/limits.ts";
import { DEFAULT_GATES } from "../../src/config/gates.ts";
import { PRESETS } from "../../src/config/presets.ts";
import { load, loadText, refusal } from "./config_text.ts";

const DESIGN_EXAMPLE = `{
  "$schema": "./eval.schema.json",
  "version": 1,                         // strict
  "dataset": "demo",                    // a name under datasets/, or a folder
  "split": "test",                      // or "all", "train", …
  "model": "demo",
  "provider": "auto",
  "compareWith": "reference",           // the variant that others are compared with
  "timing": "attributed",               // or "isolated"
  "variants": {                         // each: a preset, then what differs from it
    "reference": {},
    "notebook": { "preset": "notebook" },
    "quick": { "preset": "fixed", "frames": 8 },
  },
  "matrix": { "frames": [8, 16, 32], "seed": [1, 2, 3] },
  "sweep": { "threshold": [0.6, 0.7, 0.9] },
  "gates": { "logLoss": { "maxIncrease": 0.02 } },
}`;

Deno.test("the design's example gives 3 named, 9 combined and 3 swept variants", () => {
  const config = loadText(DESIGN_EXAMPLE);
  assert.deepEqual(config.variants.map(({ name }) => name), [
    "reference",
    "notebook",
    "quick",
    "frames=8,seed=1",
    "frames=8,seed=2",
    "frames=8,seed=3",
    "frames=16,seed=1",
    "frames=16,seed=2",
    "frames=16,seed=3",
    "frames=32,seed=1",
    "frames=32,seed=2",
    "frames=32,seed=3",
    "threshold=0.6",
    "threshold=0.7",
    "threshold=0.9",
  ]);
  const [reference, notebook, quick] = config.variants;
  assert.deepEqual(reference, { ...PRESETS.reference, name: "reference", model: ["demo"] });
  assert.deepEqual(notebook, { ...PRESETS.notebook, name: "notebook", model: ["demo"] });
  assert.deepEqual(quick, { ...PRESETS.fixed, name: "quick", model: ["demo"], frames: 8 });
  assert.equal(config.split, "test");
  assert.deepEqual(config.gates, {
    ...DEFAULT_GATES,
    logLoss: { rule: "point", maxIncrease: 0.02 },
    anchor: { ...DEFAULT_GATES.anchor, logLoss: { maxIncrease: 0.04 } },
  });
});

Deno.test("what a config leaves out is filled in", () => {
  const { variants, ...rest } = loadText('{"version":1,"dataset":"demo","model":"demo"}');
  assert.deepEqual(variants.map(({ name }) => name), ["reference"]);
  assert.deepEqual(rest, {
    datasets: [plainQuery("demo")],
    split: null,
    provider: "auto",
    compareWith: "reference",
    leftOut: [],
    timing: "attributed",
    logLossClip: 1e-15,
    slices: null,
    independent: null,
    costs: null,
    operatingPoint: null,
    gates: DEFAULT_GATES,
    limits: DEFAULT_LIMITS,
  });
});

Deno.test("a limit is set alone, and the others stay", () => {
  const { limits } = load({ limits: { megapixels: 100 } });
  assert.deepEqual(limits, { ...DEFAULT_LIMITS, megapixels: 100 });
});

Deno.test("others are compared with reference, or else with the first variant", () => {
  assert.equal(load({ variants: { a: {}, reference: {} } }).compareWith, "reference");
  assert.equal(load({ variants: { b: {}, a: {} } }).compareWith, "b");
  assert.equal(load({ variants: { b: {}, a: {} }, compareWith: "a" }).compareWith, "a");
});

Deno.test("only the variants asked for are kept, in config order", () => {
  const body = { variants: { a: {}, b: {}, c: {} }, sweep: { threshold: [0.6] } };
  const kept = load(body, { variants: ["threshold=0.6", "b"] });
  assert.deepEqual(kept.variants.map(({ name }) => name), ["b", "threshold=0.6"]);
  assert.equal(kept.compareWith, "b");
  assert.equal(load(body, { variants: ["c", "a"] }).compareWith, "a");
});

Deno.test("a gate can be loosened in part, or switched off", () => {
  const { gates } = load({ gates: { digests: { crop: "any" }, timing: false } });
  assert.deepEqual(gates.digests, {
    sample: "exact",
    decode: "exact",
    detect: "exact",
    crop: "any",
    classify: "any",
    pool: "any",
  });
  assert.equal(gates.timing, null);
  assert.equal("slices" in gates, false);
  assert.deepEqual(gates.auc, DEFAULT_GATES.auc);
});

Deno.test("whoever accepts larger changes of a video accepts a larger mean change, unless it is given", () => {
  const driftOf = (drift: object, slices?: object) => {
    const { gates } = load({ gates: { drift, ...(slices && { slices: { drift: slices } }) } });
    return slices ? gates.slices!.drift : gates.drift;
  };
  assert.deepEqual(driftOf({}), DEFAULT_GATES.drift);
  assert.deepEqual(driftOf({ maxChange: 0.2 }), { maxChange: 0.2, maxShare: 0.01, maxMean: 0.02 });
  assert.deepEqual(driftOf({ maxChange: 0.2, maxMean: 1 })!.maxMean, 1);
  assert.deepEqual(driftOf({ maxMean: 0.5 }, { maxShare: 0.1 })!.maxMean, 0.5);
  assert.deepEqual(driftOf({ maxMean: 0.5 }, { maxChange: 0.1 })!.maxMean, 0.01);
});

Deno.test("flags beat --set, which beats the file", () => {
  const body = { split: "train", provider: "cpu", variants: { a: { frames: 8, model: "meso4" } } };
  const set = ["frames=4", "model=meso4", "frames=5"];
  const file = load(body).variants[0]!;
  assert.deepEqual([file.frames, file.model], [8, ["meso4"]]);
  const bySet = load(body, { set }).variants[0]!;
  assert.deepEqual([bySet.frames, bySet.model], [5, ["meso4"]]);
  const flags = {
    ...{ set, model: "demo,meso4", datasets: ["other"], split: "all" },
    provider: "cuda" as const,
  };
  const config = load(body, flags);
  assert.deepEqual(config.variants[0]!.model, ["demo", "meso4"]);
  assert.deepEqual([config.datasets, config.split, config.provider], [
    [plainQuery("other")],
    ...["all", "cuda"],
  ]);
});

Deno.test("flags supply what the file does not have", () => {
  const config = loadText('{"version":1}', { datasets: ["d"], model: "meso4" });
  assert.deepEqual([config.datasets, config.variants[0]!.model], [[plainQuery("d")], ["meso4"]]);
});

Deno.test("--set reads words, numbers, lists and names with commas", () => {
  const set = [
    "pooling=mean",
    "margin=0.25",
    "maxFaces=7",
    "boxScale=inverse",
    "batchSize=auto",
    "detectionThresholds=[0.6, 0.7, 0.7]",
    "model=demo, meso4",
    "seed = 4294967295",
  ];
  const { name: _, ...variant } = load({}, { set }).variants[0]!;
  assert.deepEqual(variant, {
    ...PRESETS.reference,
    pooling: "mean",
    margin: 0.25,
    maxFaces: 7,
    boxScale: "inverse",
    detectionThresholds: [0.6, 0.7, 0.7],
    model: ["demo", "meso4"],
    seed: 2 ** 32 - 1,
  });
  assert.equal(load({}, { set: ["maxFaces=none"] }).variants[0]!.maxFaces, "none");
  assert.deepEqual(load({}, { set: ['model=["meso4"]'] }).variants[0]!.model, ["meso4"]);
});

Deno.test("unknown models and missing precisions are errors of loading: exit 3", () => {
  const unknown = refusal(() => load({ variants: { a: { model: ["demo", "mseo4"] } } }));
  assert.equal(unknown.exitCode, 3);
  assert.match(
    unknown.line,
    /^error\[MODEL_UNKNOWN\]: .*variant "a".*"mseo4".*"meso4".*demo, meso4/,
  );
  assert.match(unknown.line, /deno task models import --help/);
  const precision = refusal(() => load({ variants: { a: { precision: "fp16" } } }));
  assert.equal(precision.exitCode, 3);
  assert.match(
    precision.line,
    /^error\[MODEL_PRECISION_MISSING\]: .*"demo".*fp16.*it has: fp32\. Make its fp16 file/,
  );
  assert.equal(load({ model: "meso4", sweep: { precision: ["fp16"] } }).variants.length, 2);
});

Deno.test("models of variants that are not run may be missing", () => {
  const body = { variants: { a: {}, b: { model: "elsewhere" } } };
  assert.equal(refusal(() => load(body)).exitCode, 3);
  assert.equal(load(body, { variants: ["a"] }).variants.length, 1);
});

Deno.test("the gates of slices are those of all videos, but for what is given; without slices there are none", () => {
  const slicesOf = (gates: object) => load({ gates }).gates.slices;
  const { logLoss, auc, drift, coverage } = DEFAULT_GATES;
  assert.deepEqual(slicesOf({ slices: {} }), { tags: null, logLoss, auc, drift, coverage });
  assert.equal(slicesOf({ slices: false }), undefined);
  const given = { tags: ["method"], logLoss: { maxIncrease: 0.05 }, drift: false, auc: {} };
  assert.deepEqual(slicesOf({ auc: false, coverage: { maxFacesDecrease: 0.1 }, slices: given }), {
    tags: ["method"],
    logLoss: { rule: "point", maxIncrease: 0.05 },
    auc: DEFAULT_GATES.auc,
    drift: null,
    coverage: { maxScoredDecrease: 0, maxFacesDecrease: 0.1 },
  });
});

Deno.test("slices are the names of tags; none are named by an empty list", () => {
  const slicesOf = (slices: string) =>
    loadText(`{"version":1,"dataset":"demo","model":"demo","slices":${slices}}`).slices;
  assert.deepEqual(slicesOf('["method", "no such tag"]'), ["method", "no such tag"]);
  assert.deepEqual(slicesOf("[]"), []);
});
