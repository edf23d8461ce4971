import assert from "node:assert/strict";
import fc from "fast-check";
import { foldBias, foldWeights } from "../../../src/models/networks/batch_norm_folding.ts";

const number = fc.double({ min: -3, max: 3, noNaN: true });
const channel = fc.record({
  weights: fc.array(number, { minLength: 5, maxLength: 5 }),
  scale: number,
  shift: number,
  mean: number,
  variance: fc.double({ min: 0, max: 4, noNaN: true }),
});

Deno.test("folded weights and bias equal a separate normalisation", () => {
  fc.assert(
    fc.property(
      fc.array(channel, { minLength: 1, maxLength: 4 }),
      fc.array(number, { minLength: 5, maxLength: 5 }),
      (channels, input) => {
        const float = (part: "scale" | "shift" | "mean" | "variance") =>
          Float32Array.from(channels, (one) => one[part]);
        const norm = {
          scale: float("scale"),
          shift: float("shift"),
          mean: float("mean"),
          variance: float("variance"),
          epsilon: 1e-3,
        };
        const weights = Float32Array.from(channels.flatMap((one) => one.weights));
        const folded = foldWeights(weights, norm);
        const bias = foldBias(norm);
        for (let c = 0; c < channels.length; c++) {
          const dot = (numbers: Float32Array) =>
            input.reduce((sum, value, i) => sum + value * numbers[c * 5 + i]!, 0);
          const plain = (dot(weights) - norm.mean[c]!) / Math.sqrt(norm.variance[c]! + 1e-3) *
              norm.scale[c]! + norm.shift[c]!;
          const size = 1 + Math.abs(bias[c]!) +
            input.length * 9 / Math.sqrt(norm.variance[c]! + 1e-3);
          assert.ok(Math.abs(dot(folded) + bias[c]! - plain) < 1e-6 * size);
        }
      },
    ),
  );
});
