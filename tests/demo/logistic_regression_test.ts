import { ok, throws } from "node:assert/strict";
import {
  fitLogisticRegression,
  type LabelledRows,
  type LogisticModel,
  logit,
  sigmoid,
} from "../../src/demo/logistic_regression.ts";

/** Overlapping classes in three columns, the same at every call. */
function sample(count: number): LabelledRows {
  const noise = (i: number) => Math.sin(i * 12.9898) * 43758.5453 % 1;
  const rows = Array.from(
    { length: count },
    (_, i) => Float64Array.of(noise(i), noise(i + 0.3), noise(i + 0.7)),
  );
  const labels = rows.map(([a, b], i) => a! - 2 * b! + 0.5 + noise(i + 0.9) > 0 ? 1 : 0);
  return { rows, labels: Uint8Array.from(labels) };
}

function objective({ rows, labels }: LabelledRows, model: LogisticModel, ridge: number): number {
  const losses = rows.map((row, i) => {
    const chance = sigmoid(logit(model, row));
    return -Math.log(labels[i] ? chance : 1 - chance);
  });
  const penalty = ridge / 2 * model.weights.reduce((sum, weight) => sum + weight * weight, 0);
  return losses.reduce((sum, loss) => sum + loss, 0) / rows.length + penalty;
}

Deno.test("no nearby coefficients do better than the fitted ones", () => {
  const data = sample(200), ridge = 0.02;
  const model = fitLogisticRegression(data, ridge);
  const best = objective(data, model, ridge);
  for (const nudge of [-1e-3, 1e-3]) {
    ok(objective(data, { ...model, bias: model.bias + nudge }, ridge) > best);
    for (let column = 0; column < 3; column++) {
      const weights = model.weights.with(column, model.weights[column]! + nudge);
      ok(objective(data, { ...model, weights }, ridge) > best);
    }
  }
});

Deno.test("a stronger ridge gives smaller weights", () => {
  const data = sample(200);
  const length = (ridge: number) => Math.hypot(...fitLogisticRegression(data, ridge).weights);
  ok(length(0.001) > length(0.1) && length(0.1) > length(10));
});

Deno.test("separable classes still have finite weights", () => {
  const rows = [-2, -1, 1, 2].map((x) => Float64Array.of(x));
  const model = fitLogisticRegression({ rows, labels: Uint8Array.of(0, 0, 1, 1) }, 0.01);
  ok(Number.isFinite(model.weights[0]) && model.weights[0]! > 0);
  ok(Math.abs(model.bias) < 1e-6);
});

Deno.test("a regression without rows is refused", () => {
  throws(() => fitLogisticRegression({ rows: [], labels: new Uint8Array() }, 1), RangeError);
});
