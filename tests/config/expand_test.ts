import assert from "node:assert/strict";
import fc from "fast-check";
import type { Variant } from "../../src/config/variant.ts";
import { PARAMETER_NAMES, variantName } from "../../src/config/variant.ts";
import { load, refusal } from "./config_text.ts";

/** Values that some parameters may take. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  frames: [1, 8, 16, 64],
  jitter: [1, 5],
  seed: [0, 1, 2],
  readIndices: ["walk", "each"],
  detectorScale: [0.5, 1],
  boxScale: [1, "inverse"],
  detectionThresholds: [[0.6, 0.7, 0.7], [0.5, 0.6, 0.7]],
  margin: [0, 0.25],
  maxFaces: ["none", "4n-1", 3],
  model: ["meso4", ["demo", "meso4"]],
  batchSize: ["auto", 4],
  pooling: ["mean", "max"],
  threshold: [0.6, 0.9],
};

const axes: fc.Arbitrary<Record<string, unknown[]>> = fc.uniqueArray(
  fc.constantFrom(...Object.keys(VALUES)),
  { minLength: 1, maxLength: 4 },
).chain((names) =>
  fc.record(Object.fromEntries(
    names.map((name) => [name, fc.shuffledSubarray([...VALUES[name]!], { minLength: 1 })]),
  ))
);

Deno.test("a matrix makes every combination once, and nothing else changes", () => {
  fc.assert(fc.property(axes, (matrix) => {
    const [base, ...made] = load({ matrix }).variants;
    assert.ok(base);
    const count = Object.values(matrix).reduce((product, list) => product * list.length, 1);
    assert.equal(made.length, count);
    const seen = made.map((variant) => JSON.stringify(pick(variant, Object.keys(matrix))));
    assert.equal(new Set(seen).size, count);
    for (const variant of made) {
      assert.deepEqual(omit(variant, Object.keys(matrix)), omit(base, Object.keys(matrix)));
    }
  }));
});

Deno.test("a sweep changes one parameter at a time", () => {
  fc.assert(fc.property(axes, (sweep) => {
    const [base, ...made] = load({ sweep }).variants;
    assert.ok(base);
    // Whatever the order in the file, parameters come in the order of the pipeline.
    const wanted = PARAMETER_NAMES.flatMap((name) => (sweep[name] ?? []).map((v) => [name, v]));
    assert.equal(made.length, wanted.length);
    made.forEach((variant, k) => {
      const [name, value] = wanted[k] as [keyof Variant, unknown];
      assert.deepEqual(variant[name], name === "model" ? [value].flat() : value);
      assert.deepEqual(omit(variant, [name]), omit(base, [name]));
    });
  }));
});

Deno.test("generated names are unique, valid, and say every value that was varied", () => {
  fc.assert(fc.property(axes, (matrix) => {
    const made = load({ matrix }).variants.slice(1);
    for (const variant of made) {
      assert.ok(variantName.safeParse(variant.name).success, variant.name);
      for (const name of Object.keys(matrix)) {
        const value = [variant[name as keyof Variant]].flat().join("+");
        assert.ok(variant.name.includes(`${name}=${value}`), variant.name);
      }
    }
  }));
});

Deno.test("matrix and sweep start from the variant of compareWith", () => {
  const { variants } = load({
    variants: { plain: {}, mine: { preset: "fixed", pooling: "max" } },
    compareWith: "mine",
    matrix: [{ frames: [8] }, { seed: [1] }],
    sweep: { margin: [0] },
  });
  assert.deepEqual(variants.map(({ name }) => name), [
    "plain",
    "mine",
    "frames=8",
    "seed=1",
    "margin=0",
  ]);
  for (const variant of variants.slice(1)) {
    assert.deepEqual([variant.pooling, variant.readIndices], ["max", "each"]);
  }
});

Deno.test("variants of equal settings may stand side by side", () => {
  const [base, same] = load({ sweep: { threshold: [0.8] } }).variants;
  assert.deepEqual(omit(same!, []), omit(base!, []));
});

Deno.test("frames −1 is all frames, wherever it is written", () => {
  const named = load({ variants: { reference: {}, whole: { frames: -1 } } }).variants[1]!;
  assert.deepEqual([named.selection, named.frames], ["all", 32]);
  const swept = load({ sweep: { frames: [8, -1] } }).variants;
  assert.deepEqual(swept.map(({ name }) => name), ["reference", "frames=8", "frames=all"]);
  assert.deepEqual(swept.map(({ selection }) => selection), ["uniform", "uniform", "all"]);
  assert.equal(load({}, { set: ["frames=-1"] }).variants[0]!.selection, "all");
});

Deno.test("a number of frames takes all frames back, unless both are asked for together", () => {
  const whole = { variants: { whole: { frames: -1 } } };
  const swept = load({ ...whole, sweep: { frames: [8] } }).variants[1]!;
  assert.deepEqual([swept.selection, swept.frames], ["uniform", 8]);
  assert.equal(load(whole, { set: ["frames=4"] }).variants[0]!.selection, "uniform");
  const both = load({ variants: { a: { selection: "all", frames: 8 } } }).variants[0]!;
  assert.equal(both.selection, "all");
  const random = load({ variants: { a: { selection: "random" } } }, { set: ["frames=4"] });
  assert.equal(random.variants[0]!.selection, "random");
});

Deno.test("a parameter that is set for all variants is no longer varied, so that names stay true", () => {
  const body = { matrix: { frames: [8, 16], seed: [1, 2] }, sweep: { frames: [4], jitter: [3] } };
  const { variants } = load(body, { set: ["frames=10"] });
  assert.deepEqual(variants.map(({ name }) => name), ["reference", "seed=1", "seed=2", "jitter=3"]);
  assert.ok(variants.every(({ frames }) => frames === 10));
  const none = load({ matrix: { frames: [8] } }, { set: ["frames=10"] });
  assert.equal(none.variants.length, 1);
});

Deno.test("equal names are refused, whoever made them", () => {
  const bodies: readonly object[] = [
    { matrix: [{ frames: [8] }, { frames: [8] }] },
    { matrix: { frames: [8] }, sweep: { frames: [8] } },
    { variants: { reference: {}, "frames=8": { frames: 8 } }, sweep: { frames: [8] } },
  ];
  for (const body of bodies) {
    const { exitCode, line } = refusal(() => load(body));
    assert.equal(exitCode, 2);
    assert.match(line, /\[CONFIG_DUPLICATE_NAME\].*"frames=8"/);
  }
});

Deno.test("a matrix beyond all reason is refused before it is made", () => {
  const hundred = Array.from({ length: 100 }, (_, k) => k + 1);
  const matrix = { frames: hundred, seed: hundred, jitter: hundred, minFace: hundred };
  const { exitCode, line } = refusal(() => load({ matrix }));
  assert.equal(exitCode, 2);
  assert.match(line, /\[CONFIG_TOO_MANY_VARIANTS\].*100000000/);
});

function pick(variant: Variant, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(variant).filter(([name]) => names.includes(name)));
}

/** A variant's settings without its name and some parameters. */
function omit(variant: Variant, names: readonly string[]): object {
  const { name: _, ...settings } = variant;
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));
}
