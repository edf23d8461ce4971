import type { SwapTest } from "../../records/comparison.ts";
import type { MetricValue } from "../../records/metric_value.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { allSwaps, randomSwaps } from "../../base/numeric/statistics/swap_patterns.ts";
import {
  type ScoredPair,
  type Swappable,
  swappableScores,
  type WeightedPairs,
} from "./swappable_scores.ts";
import type { LabelledVideos } from "../summary/scored_variant.ts";

export interface SwapOptions {
  /** Number of random swaps, where there are too many to try all. */
  readonly swaps: number;
  /** Seed, 0 … 2³²−1; equal seeds draw equal swaps. */
  readonly seed: number;
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
}

/** Defaults: with 1999 random swaps p is at least 0.0005, enough for Holm's correction over 100 variants. */
export const SWAP_DEFAULTS = { swaps: 1999, seed: 0 } as const;

/** Maximum number of groups with a difference for which all swaps are tried: 16,384 swaps. */
const MOST_EXACT = 14;

/** Differences this close are equal except for rounding. */
const ROUNDING = 1e-12;

/** Level of the tests. */
const LEVEL = 0.05;

/** A swap test, and how far swapped differences reach. */
export interface SwapDistribution {
  readonly test: SwapTest;
  /** The difference that was observed; `null`: there is no test. */
  readonly observed: number | null;
  /** Differences farther from zero have p ≤ 0.05, and no others; Infinity: none has. `null`: there is no test. */
  readonly reach: number | null;
}

/** Options of tests of the same videos. */
type VideoOptions = SwapOptions & { readonly videos: LabelledVideos };

/** Permutation test over groups of the difference of a metric, first minus second, of each pair. */
export function swapTests(
  name: VideoMetricName,
  pairs: readonly ScoredPair[],
  options: VideoOptions,
): readonly SwapTest[] {
  const contrasts = pairs.map((pair) => [{ pair, weight: 1 }]);
  return swapDistributions(name, contrasts, options).map(({ test }) => test);
}

/**
 * Permutation tests over groups of weighted sums of pairs' differences of a metric. Under the null hypothesis the
 * two variants of a pair are interchangeable, so swapping all scores of a group, in all pairs, does not change the
 * distribution. Tries all swaps if at most 14 groups have different scores, else random ones, with the observed
 * arrangement counted as one of them (Phipson and Smyth, Statistical Applications in Genetics and Molecular
 * Biology 9, 2010). A swap for which the metric has no value counts as extreme. Contrasts with equally many
 * different groups use the same random swaps.
 * Source: Davison and Hinkley 1997, section 4.3.
 */
export function swapDistributions(
  name: VideoMetricName,
  contrasts: readonly WeightedPairs[],
  { videos, swaps: draws, seed, clip }: VideoOptions,
): readonly SwapDistribution[] {
  const runs = contrasts.map((pairs) => swapRun(swappableScores(name, pairs, { videos, clip })));
  const open = runs.filter(({ observed }) => observed.value !== null);
  for (const [moved, alike] of Map.groupBy(open, ({ swappable }) => swappable.moved)) {
    if (moved <= MOST_EXACT) alike.forEach(tryAllSwaps);
    else drawSwaps(moved, alike, { draws, seed });
  }
  return runs.map((run) => ({
    test: testOf(run),
    observed: run.observed.value,
    reach: reachOf(run),
  }));
}

/** A test in progress. */
interface SwapRun {
  readonly swappable: Swappable;
  readonly observed: MetricValue;
  /** Differences of the swaps, the observed one among them; NaN: the metric has no value. */
  values: Float64Array;
}

function swapRun(swappable: Swappable): SwapRun {
  const observed = swappable.difference(new Uint8Array(swappable.moved));
  return { swappable, observed, values: new Float64Array() };
}

function testOf({ swappable: { moved }, observed, values }: SwapRun): SwapTest {
  if (observed.value === null) {
    return { pTwoSided: null, pLess: null, pGreater: null, reason: observed.reason };
  }
  const exact = moved <= MOST_EXACT;
  return { ...tails(values, observed.value), exact, swaps: values.length, reason: null };
}

/** The distance that so many swaps reach that a difference as far away has p above 0.05. */
function reachOf({ observed, values }: SwapRun): number | null {
  if (observed.value === null) return null;
  const distances = values.map((value) => Number.isNaN(value) ? Infinity : reached(value)).sort();
  let extreme = Math.ceil(LEVEL * values.length);
  while (extreme / values.length > LEVEL) extreme--;
  const reach = distances[distances.length - 1 - extreme]!;
  return reach <= 2 * ROUNDING ? 0 : reach;
}

/** Computes the differences of all swaps; mirror images have opposite differences. */
function tryAllSwaps(run: SwapRun): void {
  const { moved, difference } = run.swappable;
  const values = Array.from(
    allSwaps(Math.max(1, moved)),
    (pattern) => difference(pattern).value ?? NaN,
  );
  run.values = Float64Array.from([...values, ...values.map((value) => -value)]);
}

/** Draws random swaps, the same ones for all tests. */
function drawSwaps(
  moved: number,
  runs: readonly SwapRun[],
  options: Parameters<typeof randomSwaps>[1],
): void {
  for (const run of runs) {
    run.values = new Float64Array(options.draws + 1);
    run.values[options.draws] = run.observed.value ?? NaN;
  }
  let draw = 0;
  for (const pattern of randomSwaps(moved, options)) {
    for (const run of runs) run.values[draw] = run.swappable.difference(pattern).value ?? NaN;
    draw += 1;
  }
}

/** The largest difference, without its sign, that a swapped one is as extreme as. */
function reached(value: number): number {
  return Math.abs(value) + ROUNDING;
}

/** Shares of the differences that are at least as extreme as the observed one. */
function tails(values: Float64Array, observed: number) {
  const share = (counts: (value: number) => boolean) =>
    values.reduce((sum, value) => sum + Number(Number.isNaN(value) || counts(value)), 0) /
    values.length;
  return {
    pTwoSided: share((value) => reached(value) >= Math.abs(observed)),
    pLess: share((value) => value <= observed + ROUNDING),
    pGreater: share((value) => value >= observed - ROUNDING),
  };
}
