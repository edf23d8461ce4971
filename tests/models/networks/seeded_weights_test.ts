import assert from "node:assert/strict";
import {
  efficientnetLayout,
  type EfficientnetVariant,
} from "../../../src/models/networks/efficientnet_layout.ts";
import { efficientnetParameters } from "../../../src/models/networks/efficientnet_parameters.ts";
import { seededWeights } from "../../../src/models/networks/seeded_weights.ts";
import { sharedJson, sharedTest } from "../../shared_data.ts";

const B0 = efficientnetLayout("b0");

Deno.test("a parameter depends only on the seed and its key", () => {
  const weights = (seed: number) => seededWeights(B0, { seed, headGain: 1 });
  const key = "encoder.blocks.3.1.conv_pw.weight";
  const [one, other] = [weights(1), weights(1)];
  other("fc.weight");
  assert.deepEqual(one(key), other(key));
  assert.notDeepEqual(one(key), weights(2)(key));
  assert.notDeepEqual(one("encoder.bn1.weight"), one("encoder.blocks.0.0.bn1.weight"));
});

Deno.test("every parameter has its shape, and the spread that keeps signals alive", () => {
  const weights = seededWeights(B0, { seed: 7, headGain: 0.5 });
  for (const { key, shape, role } of efficientnetParameters(B0)) {
    const numbers = weights(key);
    assert.equal(numbers.length, shape.reduce((product, side) => product * side, 1), key);
    assert.ok(numbers.every(Number.isFinite), key);
    if (role === "variance") assert.ok(numbers.every((number) => number >= 0.5), key);
  }
  const fc = weights("fc.weight");
  const variance = fc.reduce((sum, number) => sum + number * number, 0) / fc.length;
  assert.ok(Math.abs(variance * fc.length / 0.5 ** 2 - 1) < 0.1, `variance ${variance}`);
});

Deno.test("an invalid seed and an unknown key are refused", () => {
  for (const seed of [-1, 2 ** 32, 0.5, NaN]) {
    assert.throws(() => seededWeights(B0, { seed, headGain: 1 }), /a seed is an integer/);
  }
  const weights = seededWeights(B0, { seed: 0, headGain: 1 });
  assert.throws(() => weights("encoder.nothing"), /b0 has no parameter encoder.nothing/);
});

interface GoldenCase {
  readonly model: string;
  readonly seed: number;
  readonly fcGain: number;
  readonly weightSamples: Readonly<Record<string, { first: number[]; last: number }>>;
}

sharedTest("weights are those that NumPy makes by the same formula", () => {
  const { cases } = sharedJson<{ cases: GoldenCase[] }>("golden", "efficientnet", "logits.json");
  for (const { model, seed, fcGain, weightSamples } of cases) {
    const layout = efficientnetLayout(model.slice(-2) as EfficientnetVariant);
    const weights = seededWeights(layout, { seed, headGain: fcGain });
    for (const [key, { first, last }] of Object.entries(weightSamples)) {
      const numbers = weights(key);
      assert.deepEqual([...numbers.subarray(0, first.length)], first.map(Math.fround), key);
      assert.equal(numbers.at(-1), Math.fround(last), key);
    }
  }
});
