import fc from "fast-check";
import type { ScoredItems } from "../../src/metrics/contract.ts";
import type { ClusteredItems } from "../../src/metrics/weighted_metric.ts";
import { clustersOf } from "../../src/base/numeric/statistics/cluster_resample.ts";

/** Scored items of which some move together. */
export interface GroupedItems extends ScoredItems {
  /** Group of each item: a real video and the fakes made from it share one. */
  readonly groups: readonly string[];
}

/** Items from (label, probability) pairs. */
export function items(...pairs: readonly (readonly [0 | 1, number])[]): ScoredItems {
  return {
    labels: Uint8Array.from(pairs, ([label]) => label),
    probabilities: Float64Array.from(pairs, ([, probability]) => probability),
  };
}

/** Any items: with and without ties, certain ones, single classes, none at all. */
export const anyItems: fc.Arbitrary<ScoredItems> = fc.array(
  fc.tuple(fc.constantFrom<0 | 1>(0, 1), probability()),
  { maxLength: 40 },
).map((pairs) => items(...pairs));

/** Items with a weight each, 0 … 3. */
export const weightedItems: fc.Arbitrary<{ items: ScoredItems; weights: Uint32Array }> = anyItems
  .chain((drawn) => {
    const length = drawn.labels.length;
    return fc.array(fc.nat(3), { minLength: length, maxLength: length })
      .map((weights) => ({ items: drawn, weights: Uint32Array.from(weights) }));
  });

/** `groups` groups of a real and a fake each, the fake scored higher by `gap` on average. */
export function pairedItems(groups: number, gap: number): GroupedItems & ClusteredItems {
  const pairs = Array.from({ length: groups }, (_, k): [0 | 1, number][] => {
    const base = (k * 0.618) % 1 * (1 - gap);
    return [[0, base], [1, Math.min(1, base + gap * (0.5 + (k * 0.414) % 1))]];
  });
  const names = pairs.flatMap((_, k) => [`group ${k}`, `group ${k}`]);
  return { ...items(...pairs.flat()), groups: names, clusters: clustersOf(names) };
}

function probability(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.constantFrom(0, 0.25, 0.5, 0.75, 1),
  );
}
