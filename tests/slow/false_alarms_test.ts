import assert from "node:assert/strict";
import { COMPARED_METRICS } from "../../src/analysis/comparison/compared_metrics.ts";
import { comparePairs } from "../../src/analysis/comparison/compare_pairs.ts";
import type { VariantComparison } from "../../src/records/comparison.ts";
import { estimateVariants } from "../analysis/summary/estimate_variants.ts";
import { simulatedPair, type SimulationOptions } from "./simulated_world.ts";
import { slowTest } from "./slow_only.ts";

const CLIP = 1e-15;

/**
 * Compares two made-up detectors as `eval` does.
 * @param options `moved`: so many groups are scored by the second detector, the others by the first in both
 */
function compared(
  { groups, gain, seed, moved = groups }: SimulationOptions & { readonly moved?: number },
): VariantComparison {
  const { videos, pair: [variant, other] } = simulatedPair({ groups, gain, seed });
  const baseline = {
    ...other,
    probabilities: other.probabilities.map((p, k) =>
      Number(videos.groups[k]) < moved ? p : variant.probabilities[k]!
    ),
  };
  const options = { baseline: 1, clip: CLIP, draws: 500, seed, drawn: COMPARED_METRICS };
  const { differences, tests, detectable } = estimateVariants(
    [variant, baseline],
    videos,
    options,
  )[0]!;
  return comparePairs(
    [{ variant, baseline, differences: differences!, tests: tests!, detectable: detectable! }],
    videos,
    { swaps: 499, seed, clip: CLIP, metrics: COMPARED_METRICS, noise: {} },
  )[0]!;
}

function shareOf(runs: readonly VariantComparison[], is: (run: VariantComparison) => boolean) {
  return runs.filter(is).length / runs.length;
}

function called(name: string): (run: VariantComparison) => boolean {
  return ({ metrics }) => metrics[name]!.finding === "better" || metrics[name]!.finding === "worse";
}

/** Compares detectors that are interchangeable, says who called them changed, and holds that to 6.5 %. */
function assertFewAlarms(about: { readonly groups: number; readonly moved: number }): void {
  const runs = Array.from({ length: 1000 }, (_, k) => compared({ ...about, gain: 0, seed: k + 1 }));
  for (const name of COMPARED_METRICS) {
    const share = shareOf(runs, called(name));
    const byInterval = shareOf(runs, ({ metrics }) => {
      const { low, high } = metrics[name]!.difference.interval;
      return low !== null && (low > 0 || high < 0);
    });
    const bySwaps = shareOf(
      runs,
      ({ metrics }) => (metrics[name]!.swapTest.pTwoSided ?? 1) <= 0.05,
    );
    const found = `${share} (interval alone ${byInterval}, swap test alone ${bySwaps})`;
    console.log(`${about.moved} of ${about.groups} groups, ${name}: ${found}`);
    assert.ok(share <= 0.065, `${name}: ${share}`);
  }
}

slowTest("with fewer than six groups nothing is called changed", () => {
  assertFewAlarms({ groups: 4, moved: 4 });
});

slowTest("where few groups moved at all, too, at most 6.5 % are called changed", () => {
  assertFewAlarms({ groups: 18, moved: 5 });
  assertFewAlarms({ groups: 40, moved: 8 });
});

slowTest("tests that ignore the groups call far more than 5 % changed when nothing was", () => {
  const runs = Array.from(
    { length: 1000 },
    (_, k) => compared({ groups: 40, gain: 0, seed: k + 1 }),
  );
  const deLong = shareOf(runs, (run) => (run.deLong.pTwoSided.value ?? 1) <= 0.05);
  const mcNemar = shareOf(runs, (run) => run.mcNemar.pTwoSided <= 0.05);
  console.log(`DeLong ${deLong}, McNemar ${mcNemar}`);
  assert.ok(deLong > 0.08, `${deLong}`);
});
