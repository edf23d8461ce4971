import assert from "node:assert/strict";
import fc from "fast-check";
import { clustersOf } from "../../../../src/base/numeric/statistics/cluster_resample.ts";
import { clusterResamples } from "./cluster_resamples.ts";

const groupNames = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });

Deno.test("names are numbered by first appearance, equal names alike", () => {
  const { ofItem, count } = clustersOf(["x", "y", "x", "z", "y"]);
  assert.deepEqual([...ofItem], [0, 1, 0, 2, 1]);
  assert.equal(count, 3);
});

Deno.test("items of a cluster are drawn together, and as many clusters are drawn as there are", () => {
  fc.assert(fc.property(groupNames, fc.nat(), (names, seed) => {
    const clusters = clustersOf(names);
    for (const weights of clusterResamples(clusters, { draws: 5, seed })) {
      const drawn = new Map(names.map((name, k) => [name, weights[k]!]));
      names.forEach((name, k) => assert.equal(weights[k], drawn.get(name)));
      assert.equal([...drawn.values()].reduce((sum, times) => sum + times, 0), clusters.count);
    }
  }));
});

Deno.test("over many draws every cluster occurs once on average", () => {
  const clusters = clustersOf(["a", "a", "b", "c", "d"]);
  const totals = new Float64Array(5);
  for (const weights of clusterResamples(clusters, { draws: 10000, seed: 3 })) {
    weights.forEach((weight, k) => totals[k]! += weight);
  }
  // A count is binomial(4, 1/4): its standard deviation is √(3/4).
  for (const total of totals) assert.ok(Math.abs(total / 10000 - 1) < 4 * Math.sqrt(0.75 / 10000));
});

Deno.test("equal seeds draw equal samples", () => {
  const clusters = clustersOf(["a", "b", "c"]);
  const drawn = (
    seed: number,
  ) => [...clusterResamples(clusters, { draws: 10, seed }).map((weights) => weights.join())];
  assert.equal(drawn(1).length, 10);
  assert.deepEqual(drawn(1), drawn(1));
  assert.notDeepEqual(drawn(1), drawn(2));
});
