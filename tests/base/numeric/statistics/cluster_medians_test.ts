import assert from "node:assert/strict";
import fc from "fast-check";
import { clusterMedians } from "../../../../src/base/numeric/statistics/cluster_medians.ts";
import { clustersOf } from "../../../../src/base/numeric/statistics/cluster_resample.ts";
import { clusterResamples } from "./cluster_resamples.ts";

/** Every value as often as it was drawn, sorted. */
function naiveMedians(
  values: Float64Array,
  groups: readonly string[],
  options: { draws: number; seed: number },
): number[] {
  return Array.from(clusterResamples(clustersOf(groups), options), (weights) => {
    const drawn = Array.from(weights)
      .flatMap((times, k) => new Array<number>(times).fill(values[k]!))
      .sort((a, b) => a - b);
    return (drawn[(drawn.length - 1) >> 1]! + drawn[drawn.length >> 1]!) / 2;
  });
}

Deno.test("medians of samples equal those of the drawn values, with ties and uneven groups", () => {
  const items = fc.array(fc.record({ value: fc.nat(40), group: fc.nat(30) }), {
    minLength: 1,
    maxLength: 200,
  });
  fc.assert(fc.property(items, fc.nat(1e6), (drawn, seed) => {
    const values = Float64Array.from(drawn, ({ value }) => value / 7);
    const groups = drawn.map(({ group }) => `${group}`);
    const options = { draws: 40, seed };
    assert.deepEqual(
      [...clusterMedians(values, clustersOf(groups), options)],
      naiveMedians(values, groups, options),
    );
  }));
});

Deno.test("an outlying sample is counted as well: one group with all the small values", () => {
  const values = Float64Array.from({ length: 4000 }, (_, k) => k);
  // Half of the values are one group's, so that the median of a sample jumps with how often it is drawn.
  const groups = Array.from(values, (value) => value < 2000 ? "low" : `${value}`);
  const options = { draws: 60, seed: 3 };
  assert.deepEqual(
    [...clusterMedians(values, clustersOf(groups), options)],
    naiveMedians(values, groups, options),
  );
});
