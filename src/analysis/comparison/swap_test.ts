import type { SwapTest } from "../../records/comparison.ts";
import type { MetricValue } from "../../records/metric_value.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { allSwaps, randomSwaps } from "../../base/numeric/statistics/swap_patterns.ts";
import { type Swappable, swappableScores } from "./swappable_scores.ts";
import type { LabelledVideos, ScoredVariant } from "../summary/variant_estimates.ts";

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

/** Number of extreme swaps after which p is known to within 10 %. */
const ENOUGH_EXTREME = 100;

/** Tests with p below this draw all swaps. */
const LEVEL_OF_ALL_SWAPS = 0.05;

/** Differences this close are equal except for rounding. */
const ROUNDING = 1e-12;

/**
 * Permutation test over groups of the difference of a metric, first minus second, of each pair. Under the null
 * hypothesis the two variants are interchangeable, so swapping all scores of a group does not change the
 * distribution. Tries all swaps if at most 14 groups have different scores, else random ones, with the observed
 * arrangement counted as one of them (Phipson and Smyth, Statistical Applications in Genetics and Molecular
 * Biology 9, 2010), and stops once more than 100 and more than 5 % are as extreme (Besag and Clifford, Biometrika
 * 78, 1991). A swap for which the metric has no value counts as extreme. Pairs with equally many different groups
 * use the same random swaps.
 * Source: Davison and Hinkley 1997, section 4.3.
 */
export function swapTests(
  name: VideoMetricName,
  pairs: readonly (readonly [ScoredVariant, ScoredVariant])[],
  { videos, swaps: draws, seed, clip }: SwapOptions & { readonly videos: LabelledVideos },
): readonly SwapTest[] {
  const runs = pairs.map((pair) => swapRun(swappableScores(name, pair, { videos, clip })));
  const open = runs.filter(({ observed }) => observed.value !== null);
  for (const [moved, alike] of Map.groupBy(open, ({ swappable }) => swappable.moved)) {
    if (moved <= MOST_EXACT) alike.forEach(tryAllSwaps);
    else drawSwaps(moved, alike, { draws, seed });
  }
  return runs.map(testOf);
}

/** A test in progress. */
interface SwapRun {
  readonly swappable: Swappable;
  readonly observed: MetricValue;
  /** Differences so far, first the observed one; `null`: the metric has no value. */
  values: (number | null)[];
}

function swapRun(swappable: Swappable): SwapRun {
  const observed = swappable.difference(new Uint8Array(swappable.moved));
  return { swappable, observed, values: [observed.value] };
}

function testOf({ swappable: { moved }, observed, values }: SwapRun): SwapTest {
  if (observed.value === null) {
    return { pTwoSided: null, pLess: null, pGreater: null, reason: observed.reason };
  }
  const exact = moved <= MOST_EXACT;
  return { ...tails(values, observed.value), exact, swaps: values.length, reason: null };
}

/** Computes the differences of all swaps; mirror images have opposite differences. */
function tryAllSwaps(run: SwapRun): void {
  const { moved, difference } = run.swappable;
  run.values = Array.from(allSwaps(Math.max(1, moved)), (pattern) => {
    const { value } = difference(pattern);
    return value === null ? [null, null] : [value, -value];
  }).flat();
}

/** Draws random swaps, for each test until enough of them are as extreme as its observed difference. */
function drawSwaps(
  moved: number,
  runs: readonly SwapRun[],
  options: Parameters<typeof randomSwaps>[1],
): void {
  const enough = Math.max(ENOUGH_EXTREME, LEVEL_OF_ALL_SWAPS * options.draws);
  const extremes = new Map(runs.map((run) => [run, 0]));
  for (const pattern of randomSwaps(moved, options)) {
    for (const [run, extreme] of extremes) {
      const { value } = run.swappable.difference(pattern);
      run.values.push(value);
      const now = extreme + Number(isExtreme(value, run.observed.value ?? 0));
      if (now > enough) extremes.delete(run);
      else extremes.set(run, now);
    }
    if (extremes.size === 0) break;
  }
}

/** Tells whether a difference is at least as far from zero as the observed one. */
function isExtreme(value: number | null, observed: number): boolean {
  return value === null || Math.abs(value) >= Math.abs(observed) - ROUNDING;
}

/** Shares of the differences that are at least as extreme as the observed one. */
function tails(values: readonly (number | null)[], observed: number) {
  const share = (counts: (value: number | null) => boolean) =>
    values.filter(counts).length / values.length;
  return {
    pTwoSided: share((value) => isExtreme(value, observed)),
    pLess: share((value) => value === null || value <= observed + ROUNDING),
    pGreater: share((value) => value === null || value >= observed - ROUNDING),
  };
}
