import type { SwapTest } from "../../records/comparison.ts";
import type { MetricValue } from "../../records/metric_value.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { allSwaps, randomSwaps } from "../../base/numeric/statistics/swap_patterns.ts";
import { type Swappable, swappableScores } from "./swappable_scores.ts";
import type { LabelledVideos, ScoredVariant } from "../summary/variant_estimates.ts";

export interface SwapOptions {
  /** Random swaps, where there are too many to look at all. */
  readonly swaps: number;
  /** 0 … 2³²−1; equal seeds swap alike. */
  readonly seed: number;
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
}

/** With 1999 random swaps no p is below 0.0005: enough for Holm over a hundred variants. */
export const SWAP_DEFAULTS = { swaps: 1999, seed: 0 } as const;

/** Up to so many groups with a difference all swaps are looked at: 16,384. */
const MOST_EXACT = 14;

/** So many swaps as extreme as what was observed, and p is known to a tenth of itself. */
const ENOUGH = 100;

/** No p below it is cut short. */
const ALWAYS_WHOLE = 0.05;

/** Differences so close are the same one, rounded differently. */
const ROUNDING = 1e-12;

/**
 * Permutation test of the difference of a metric, first minus second, of each pair, by groups: if the two variants are
 * interchangeable, swapping all scores of a group changes nothing in truth. Looks at all swaps where at most
 * 14 groups have scores that differ, else at random ones, the observed arrangement counted as one of them
 * (Phipson and Smyth, Statistical Applications in Genetics and Molecular Biology 9, 2010), and no more of
 * them once more than 100 and 5 % are as extreme (Besag and Clifford, Biometrika 78, 1991). A swap that leaves the metric without
 * a value counts as extreme.
 * Source: Davison and Hinkley 1997, section 4.3. Pairs of which as many groups differ see the same swaps, drawn
 * once.
 */
export function swapTests(
  name: VideoMetricName,
  pairs: readonly (readonly [ScoredVariant, ScoredVariant])[],
  { videos, swaps: draws, seed, clip }: SwapOptions & { readonly videos: LabelledVideos },
): readonly SwapTest[] {
  const runs = pairs.map((pair) => swapRun(swappableScores(name, pair, { videos, clip })));
  const open = runs.filter(({ observed }) => observed.value !== null);
  for (const [moved, alike] of Map.groupBy(open, ({ swappable }) => swappable.moved)) {
    if (moved <= MOST_EXACT) alike.forEach(lookAtAll);
    else drawSwaps(moved, alike, { draws, seed });
  }
  return runs.map(testOf);
}

/** A test under way. */
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

/** Every difference; the mirror image of a swap has the opposite one. */
function lookAtAll(run: SwapRun): void {
  const { moved, difference } = run.swappable;
  run.values = Array.from(allSwaps(Math.max(1, moved)), (pattern) => {
    const { value } = difference(pattern);
    return value === null ? [null, null] : [value, -value];
  }).flat();
}

/** The differences of random swaps, for each test until enough of them are as extreme as what it observed. */
function drawSwaps(
  moved: number,
  runs: readonly SwapRun[],
  options: Parameters<typeof randomSwaps>[1],
): void {
  const enough = Math.max(ENOUGH, ALWAYS_WHOLE * options.draws);
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

/** Whether a difference is at least as far from zero as the observed one. */
function isExtreme(value: number | null, observed: number): boolean {
  return value === null || Math.abs(value) >= Math.abs(observed) - ROUNDING;
}

/** Shares of the differences that are at least as far out as the observed one. */
function tails(values: readonly (number | null)[], observed: number) {
  const share = (counts: (value: number | null) => boolean) =>
    values.filter(counts).length / values.length;
  return {
    pTwoSided: share((value) => isExtreme(value, observed)),
    pLess: share((value) => value === null || value <= observed + ROUNDING),
    pGreater: share((value) => value === null || value >= observed - ROUNDING),
  };
}
