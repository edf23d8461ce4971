import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { ModelOutput } from "../../../src/stages/classifiers/model_card.ts";
import { fakeProbability } from "../../../src/stages/classifiers/onnx_classifier.ts";

const logit: ModelOutput = { name: "y", activation: "sigmoid", index: 0, polarity: "fake" };

Deno.test("a logit becomes its sigmoid in float32", () => {
  equal(fakeProbability(Float32Array.of(0), logit, "fp32"), 0.5);
  equal(fakeProbability(Float32Array.of(1), logit, "fp32"), Math.fround(1 / (1 + Math.exp(-1))));
  equal(fakeProbability(Float32Array.of(-1000), logit, "fp32"), 0);
});

Deno.test("class logits become the softmax of the class that means fake", () => {
  const softmax: ModelOutput = { ...logit, activation: "softmax", index: 1 };
  const row = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), {
    minLength: 2,
    maxLength: 4,
  });
  fc.assert(fc.property(row, (values) => {
    const exponentials = values.map(Math.exp);
    const expected = exponentials[1]! / exponentials.reduce((a, b) => a + b);
    const value = fakeProbability(Float32Array.from(values), softmax, "fp32");
    ok(Math.abs(value - expected) < 1e-6);
  }));
});

Deno.test("for an output that means real, P(fake) is its complement", () => {
  const real: ModelOutput = { ...logit, activation: "none", polarity: "real" };
  equal(fakeProbability(Float32Array.of(0.25), real, "fp32"), 0.75);
});

Deno.test("in fp16 the logit is rounded before its sigmoid, and the sigmoid after", () => {
  const value = 1.00049;
  const expected = Math.f16round(1 / (1 + Math.exp(-Math.f16round(value))));
  equal(fakeProbability(Float32Array.of(value), logit, "fp16"), expected);
});

Deno.test("scores are probabilities for every logit", () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true }), fc.constantFrom("fp32" as const, "fp16" as const), (
      value,
      precision,
    ) => {
      const score = fakeProbability(Float32Array.of(value), logit, precision);
      ok(score >= 0 && score <= 1);
    }),
  );
});
