import assert from "node:assert/strict";
import {
  bcaEnds,
  computeWidenedReach,
  percentileEnds,
  studentEnds,
} from "../../../../src/base/numeric/statistics/bootstrap_interval.ts";
import { normalQuantile } from "../../../../src/base/numeric/statistics/normal_distribution.ts";

/** Draws that follow a normal distribution as nearly as so many can. */
const NORMAL = Float64Array.from({ length: 20001 }, (_, k) => normalQuantile((k + 0.5) / 20001));

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 0.005, `${actual} instead of ${expected}`);
}

Deno.test("the reach exceeds 1.96 for few clusters, not for many", () => {
  assert.ok(Math.abs(computeWidenedReach(20) - 2.0930240544 * Math.sqrt(20 / 19)) < 1e-9);
  assert.ok(computeWidenedReach(2) > 17);
  assert.ok(Math.abs(computeWidenedReach(5000) - 1.96) < 0.001);
});

Deno.test("a percentile interval of normal draws ends at its reach", () => {
  const [low, high] = percentileEnds(NORMAL, 1.96);
  near(low, -1.96);
  near(high, 1.96);
});

Deno.test("without bias and acceleration BCa is the percentile interval", () => {
  const [low, high] = bcaEnds(NORMAL, { estimate: 0, acceleration: 0, reach: 1.96 });
  near(low, -1.96);
  near(high, 1.96);
});

Deno.test("BCa shifts by twice the bias, and in the direction of the acceleration", () => {
  const [low, high] = bcaEnds(NORMAL, { estimate: 0.1, acceleration: 0, reach: 1.96 });
  near(low, -1.76);
  near(high, 2.16);
  // z / (1 − a z) at z = ∓1.96 and a = 0.1.
  const [slow, fast] = bcaEnds(NORMAL, { estimate: 0, acceleration: 0.1, reach: 1.96 });
  near(slow, -1.96 / 1.196);
  near(fast, 1.96 / 0.804);
});

Deno.test("beyond the pole of the correction the outermost draw is used", () => {
  const [low, high] = bcaEnds(NORMAL, { estimate: 0, acceleration: 0.6, reach: 1.96 });
  assert.ok(low < high);
  assert.equal(high, NORMAL[NORMAL.length - 1]);
});

Deno.test("draws that are equal, or all on one side of the estimate, still give an interval", () => {
  const same = new Float64Array(100).fill(1);
  assert.deepEqual(bcaEnds(same, { estimate: 1, acceleration: 0, reach: 2 }), [1, 1]);
  const [low, high] = bcaEnds(NORMAL, { estimate: 50, acceleration: 0, reach: 2 });
  assert.ok(Number.isFinite(low) && low <= high);
});

Deno.test("Student's interval extends by multiples of the draws' standard deviation", () => {
  const [low, high] = studentEnds([...NORMAL], { estimate: 3, reach: 2 });
  near(low, 1);
  near(high, 5);
  assert.deepEqual(studentEnds([7, 7, 7], { estimate: 7, reach: 2 }), [7, 7]);
});
