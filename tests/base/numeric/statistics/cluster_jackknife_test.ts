import assert from "node:assert/strict";
import fc from "fast-check";
import {
  jackknifeAcceleration,
  jackknifeError,
  leaveOneOut,
} from "../../../../src/base/numeric/statistics/cluster_jackknife.ts";

const numbers = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
  minLength: 2,
  maxLength: 30,
});

function meansWithoutEach(values: readonly number[]): number[] {
  const sum = values.reduce((a, b) => a + b, 0);
  return values.map((value) => (sum - value) / (values.length - 1));
}

Deno.test("each sample leaves one cluster out, and every cluster is left out once", () => {
  const samples = Array.from(leaveOneOut(3), (weights) => [...weights]);
  assert.deepEqual(samples, [[0, 1, 1], [1, 0, 1], [1, 1, 0]]);
});

Deno.test("many clusters are left out in 400 parts that cover each once", () => {
  const left = new Uint32Array(1025);
  let samples = 0;
  for (const weights of leaveOneOut(1025)) {
    samples++;
    weights.forEach((weight, k) => left[k]! += 1 - weight);
  }
  assert.equal(samples, 400);
  assert.ok(left.every((times) => times === 1));
});

Deno.test("the jackknife's error of a mean is the textbook one", () => {
  fc.assert(fc.property(numbers, (values) => {
    const n = values.length;
    const mean = values.reduce((a, b) => a + b, 0) / n;
    const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1);
    const error = jackknifeError(meansWithoutEach(values));
    assert.ok(Math.abs(error - Math.sqrt(variance / n)) < 1e-9);
  }));
});

Deno.test("the acceleration of a mean is its skewness over 6 √n", () => {
  const values = [0, 0, 0, 1, 1, 2, 9];
  const mean = 13 / 7;
  const moment = (power: number) => values.reduce((sum, v) => sum + (v - mean) ** power, 0) / 7;
  const expected = moment(3) / moment(2) ** 1.5 / (6 * Math.sqrt(7));
  assert.ok(Math.abs(jackknifeAcceleration(meansWithoutEach(values)) - expected) < 1e-12);
  assert.equal(jackknifeAcceleration([2, 2, 2]), 0);
});
