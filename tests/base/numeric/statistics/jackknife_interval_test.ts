import assert from "node:assert/strict";
import fc from "fast-check";
import {
  boundedLossEnds,
  type JackknifeFacts,
  LOG_SCALE,
  LOGIT_SCALE,
  lossEnds,
  shareEnds,
} from "../../../../src/base/numeric/statistics/jackknife_interval.ts";
import { studentQuantile } from "../../../../src/base/numeric/statistics/student_quantile.ts";

/** The mean of values, with what it is without each of them. */
function factsOf(values: readonly number[]): JackknifeFacts {
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    estimate: sum / values.length,
    without: values.map((value) => (sum - value) / (values.length - 1)),
    ...{ clusters: values.length, sampledError: null },
  };
}

function close(ends: readonly number[], expected: readonly number[]): void {
  ends.forEach((end, k) => assert.ok(Math.abs(end - expected[k]!) < 1e-12, `${ends} ${expected}`));
}

// Values whose deviations are equal in size count fully: the degrees of freedom are those of the number of clusters.
const EVEN = [0.2, 0.4, 0.2, 0.4, 0.2, 0.4, 0.2, 0.4];

Deno.test("the interval of a share is Student's about its logit, with the textbook standard error", () => {
  const facts = factsOf(EVEN);
  const error = Math.sqrt(8 * 0.1 ** 2 / 7 / 8); // s/√n of the values
  const half = studentQuantile(0.975, 7) * error / (0.3 * 0.7);
  const logit = Math.log(0.3 / 0.7);
  const expected = [logit - half, logit + half].map((place) => 1 / (1 + Math.exp(-place)));
  close(shareEnds(facts, LOGIT_SCALE), expected);
  close(boundedLossEnds(facts, LOGIT_SCALE), expected);
});

Deno.test("the interval of a loss is Student's about the logarithm, whose error is that of the logarithms", () => {
  const facts = factsOf(EVEN);
  const logs = facts.without.map(Math.log);
  const mean = logs.reduce((sum, log) => sum + log, 0) / 8;
  const error = Math.sqrt(7 / 8 * logs.reduce((sum, log) => sum + (log - mean) ** 2, 0));
  const half = studentQuantile(0.975, 7) * error;
  close(lossEnds(facts, LOG_SCALE), [0.3 * Math.exp(-half), 0.3 * Math.exp(half)]);
});

Deno.test("a single value that makes all of the variance leaves the fewest degrees of freedom", () => {
  const facts = factsOf([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.9]);
  const widthOf = (ends: readonly number[]) =>
    Math.log(ends[1]! / (1 - ends[1]!)) - Math.log(ends[0]! / (1 - ends[0]!));
  const ratio = widthOf(boundedLossEnds(facts, LOGIT_SCALE)) /
    widthOf(shareEnds(facts, LOGIT_SCALE));
  assert.ok(Math.abs(ratio - studentQuantile(0.975, 3) / studentQuantile(0.975, 5)) < 1e-9);
});

Deno.test("between whole degrees of freedom the interval lies between theirs", () => {
  // Of n values one of which is apart by d, the number that counts is between 1 and n.
  const widths = [0.2, 0.3, 0.4, 0.5, 0.7].map((apart) => {
    const ends = lossEnds(factsOf([...EVEN, 0.3 + apart]), LOG_SCALE);
    return Math.log(ends[1] / ends[0]);
  });
  assert.deepEqual(widths.toSorted((a, b) => a - b), widths);
});

Deno.test("an interval holds its estimate, stays in the scale's range, and has no width only without variation", () => {
  const shares = fc.array(fc.double({ min: 0.001, max: 0.999, noNaN: true }), {
    minLength: 2,
    maxLength: 12,
  });
  fc.assert(fc.property(shares, (values) => {
    const facts = factsOf(values);
    for (
      const [low, high] of [
        lossEnds(facts, LOG_SCALE),
        boundedLossEnds(facts, LOGIT_SCALE),
        shareEnds(facts, LOGIT_SCALE),
      ]
    ) {
      assert.ok(low >= 0 && low <= facts.estimate && facts.estimate <= high);
      if (Math.max(...values) - Math.min(...values) > 1e-6) assert.ok(low < high);
    }
    assert.ok(shareEnds(facts, LOGIT_SCALE)[1] <= 1);
  }));
});

Deno.test("of parts of several clusters the standard error of the samples is used", () => {
  const facts = { ...factsOf(EVEN), clusters: 800, sampledError: 0.01 };
  const half = studentQuantile(0.975, 7) * 0.01 / 0.3;
  close(lossEnds(facts, LOG_SCALE), [0.3 * Math.exp(-half), 0.3 * Math.exp(half)]);
});
