import assert from "node:assert/strict";
import fc from "fast-check";
import { calibrated, fitTemperature } from "../../../src/analysis/operating_point/temperature.ts";
import { logistic, logit } from "../../../src/base/numeric/statistics/logistic.ts";
import type { ScoredItems } from "../../../src/metrics/contract.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import { anyItems, items } from "../../metrics/scored_items.ts";

const CLIP = 1e-15;

/** Log loss with every logit divided by a temperature, the plain way. */
function lossAt({ labels, probabilities }: ScoredItems, temperature: number): number {
  const losses = Array.from(labels, (label, k) => {
    const p = Math.min(Math.max(probabilities[k]!, CLIP), 1 - CLIP);
    const z = Math.log(p / (1 - p)) / temperature;
    const margin = label === 1 ? z : -z;
    return Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

Deno.test("no other temperature has a lower log loss than the one fitted", () => {
  let fitted = 0;
  fc.assert(fc.property(anyItems, fc.double({ min: -8, max: 8, noNaN: true }), (drawn, power) => {
    if (drawn.labels.length === 0) return;
    const { value } = fitTemperature(drawn, { clip: CLIP });
    if (value === null) return;
    fitted += 1;
    const best = lossAt(drawn, value);
    for (const other of [value * 1.001, value / 1.001, 1, Math.exp(power)]) {
      assert.ok(best <= lossAt(drawn, other) + 1e-12, `${value} and ${other}`);
    }
  }));
  assert.ok(fitted > 20);
});

Deno.test("without a temperature, hotter or colder ones lower the log loss for ever", () => {
  const lacking = { hot: 0, cold: 0 };
  fc.assert(fc.property(anyItems, (drawn) => {
    if (drawn.labels.length === 0) return;
    const { value, reason } = fitTemperature(drawn, { clip: CLIP });
    if (value !== null) return;
    const isCold = /right side of 0\.5/.test(reason);
    lacking[isCold ? "cold" : "hot"] += 1;
    const losses = [1e-3, 1e-1, 1, 10, 1e3, 1e6].map((one) => lossAt(drawn, one));
    const falling = isCold ? losses.toReversed() : losses;
    falling.slice(1).forEach((loss, k) => assert.ok(loss <= falling[k]! + 1e-12));
  }));
  assert.ok(lacking.hot > 0 && lacking.cold > 0);
});

Deno.test("scores whose logits are multiplied get a temperature that is multiplied, and are the same calibrated", () => {
  const factor = fc.double({ min: 0.2, max: 4, noNaN: true });
  const inner = fc.array(
    fc.tuple(fc.constantFrom<0 | 1>(0, 1), fc.double({ min: 0.001, max: 0.999, noNaN: true })),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(fc.property(inner, factor, (pairs, times) => {
    const plain = items(...pairs);
    const scaled = items(...pairs.map(([label, p]): [0 | 1, number] => [
      label,
      logistic(times * logit(p, CLIP)),
    ]));
    const [one, other] = [plain, scaled].map((drawn) => fitTemperature(drawn, { clip: CLIP }));
    if (one!.value === null || other!.value === null) return;
    assert.ok(Math.abs(other!.value / one!.value - times) < 1e-5 * times);
    plain.probabilities.forEach((p, k) => {
      const first = calibrated(p, { temperature: one!.value!, clip: CLIP });
      const second = calibrated(scaled.probabilities[k]!, {
        temperature: other!.value!,
        clip: CLIP,
      });
      assert.ok(Math.abs(first - second) < 1e-6);
    });
  }));
});

Deno.test("calibration keeps the order of scores, and so AUC; 0.5 stays 0.5", () => {
  const temperature = fc.double({ min: 0.01, max: 100, noNaN: true });
  fc.assert(fc.property(anyItems, temperature, (drawn, value) => {
    const scale = (p: number) => calibrated(p, { temperature: value, clip: CLIP });
    const sorted = drawn.probabilities.toSorted().map(scale);
    sorted.forEach((p, k) => assert.ok(k === 0 || p >= sorted[k - 1]!));
    assert.equal(scale(0.5), 0.5);
    assert.ok(sorted.every((p) => p >= 0 && p <= 1));
  }));
});

Deno.test("overconfident scores get a temperature above 1, and a lower log loss", () => {
  const many = Array.from({ length: 100 }, (_, k): [0 | 1, number] => [
    k % 10 < 8 ? 1 : 0,
    0.99,
  ]);
  const drawn = items(...many);
  const { value } = fitTemperature(drawn, { clip: CLIP });
  // Eight of ten are fake, so that every score becomes 0.8.
  assert.ok(value !== null && Math.abs(value - logit(0.99, CLIP) / logit(0.8, CLIP)) < 1e-9);
  const loss = (probabilities: Float64Array) =>
    METRICS.logLoss.compute({ ...drawn, probabilities }, { decision: 0.5, clip: CLIP }).value!;
  const after = drawn.probabilities.map((p) => calibrated(p, { temperature: value, clip: CLIP }));
  assert.ok(loss(after) < loss(drawn.probabilities));
});

Deno.test("a logit and its logistic are inverse, without overflow at the ends", () => {
  for (const p of [1e-12, 0.1, 0.5, 0.9, 1 - 1e-12]) {
    assert.ok(Math.abs(logistic(logit(p, CLIP)) / p - 1) < 1e-12);
  }
  assert.deepEqual([logistic(1e4), logistic(-1e4), logistic(0)], [1, 0, 0.5]);
  assert.deepEqual([logit(0, 1e-3), logit(1, 1e-3)].map((z) => z.toFixed(4)), [
    "-6.9068",
    "6.9068",
  ]);
});
