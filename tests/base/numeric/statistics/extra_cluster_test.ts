import assert from "node:assert/strict";
import { extraClusterEnds } from "../../../../src/base/numeric/statistics/extra_cluster.ts";

/** Ends of Clopper and Pearson for hits of n, from the binomial sums. */
function clopperPearson(hits: number, n: number): readonly [number, number] {
  const atMost = (k: number, p: number) => {
    let [sum, term] = [0, (1 - p) ** n];
    for (let j = 0; j <= k; j++) {
      sum += term;
      term *= (n - j) / (j + 1) * p / (1 - p);
    }
    return sum;
  };
  const solve = (above: (p: number) => boolean) => {
    let [low, high] = [0, 1];
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (above(middle)) high = middle;
      else low = middle;
    }
    return low;
  };
  return [
    hits === 0 ? 0 : solve((p) => 1 - atMost(hits - 1, p) > 0.025),
    hits === n ? 1 : solve((p) => atMost(hits, p) < 0.025),
  ];
}

function shareEnds(hits: number, { n, seed }: { readonly n: number; readonly seed: number }) {
  const columns = [
    Float64Array.from({ length: n }, (_, k) => Number(k < hits)),
    new Float64Array(n).fill(1),
  ];
  return extraClusterEnds([{
    columns,
    best: Float64Array.of(0, 1),
    worst: Float64Array.of(1, 1),
    valueOf: (sums) => sums[0]! / sums[1]!,
  }], { draws: 20_000, seed })[0]!;
}

Deno.test("of a share of clusters the ends are those of Clopper and Pearson", () => {
  for (const [hits, n] of [[0, 12], [1, 12], [5, 20], [6, 6]] as const) {
    const exact = clopperPearson(hits, n);
    shareEnds(hits, { n, seed: 7 }).forEach((end, k) =>
      assert.ok(Math.abs(end - exact[k]!) < 0.01, `${hits} of ${n}: ${end}, ${exact[k]}`)
    );
  }
});

Deno.test("equal seeds give equal ends", () => {
  assert.deepEqual(shareEnds(1, { n: 9, seed: 3 }), shareEnds(1, { n: 9, seed: 3 }));
});
