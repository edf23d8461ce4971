import assert from "node:assert/strict";
import { comparePairs } from "../../src/analysis/comparison/compare_pairs.ts";
import { SWAP_DEFAULTS } from "../../src/analysis/comparison/swap_test.ts";
import { BOOTSTRAP_DEFAULTS } from "../../src/metrics/cluster_bootstrap.ts";
import type { VideoMetricName } from "../../src/metrics/names.ts";
import type { RunSummary } from "../../src/records/summary.ts";
import { headline, plainLine } from "../../src/reports/sections/verdict_lines.ts";
import { estimateVariants } from "../analysis/summary/estimate_variants.ts";
import { PLAIN, simulate, type SimulatedScores, TEST_WORLDS } from "./simulated_worlds.ts";
import { slowTest } from "./slow_only.ts";

/** Repetitions of each world, number of groups and number of variants. */
const RUNS = 100;

/** What the headline is about. */
const METRICS: readonly VideoMetricName[] = ["logLoss"];
const OPTIONS = { clip: 1e-15, metrics: METRICS, noise: {}, drawn: METRICS, baseline: 0 };

/** The headline of a run of made-up classifiers, the first of which is the baseline. */
function headlineOf({ videos, variants }: SimulatedScores): string {
  const estimates = estimateVariants(variants, videos, { ...BOOTSTRAP_DEFAULTS, ...OPTIONS });
  const pairs = estimates.flatMap(({ differences, tests, detectable }, v) =>
    differences && tests && detectable
      ? [{ variant: variants[v]!, baseline: variants[0]!, differences, tests, detectable }]
      : []
  );
  const comparisons = comparePairs(pairs, videos, { ...SWAP_DEFAULTS, ...OPTIONS });
  const summary = {
    manifest: { compareWith: "v0" },
    noise: null,
    variants: estimates.map(({ metrics }, v) => ({
      ...{ name: `v${v}`, metrics, comparison: comparisons[v - 1] ?? null },
      ...{ statuses: { ok: videos.labels.length }, fallbacks: {} },
    })),
  };
  return plainLine(headline(summary as unknown as RunSummary));
}

/** Tells whether a headline calls a variant better. */
function claims(text: string): boolean {
  return text.includes("significantly better");
}

for (const [w, world] of TEST_WORLDS.entries()) {
  slowTest(
    `the headline names a best variant in at most 5 % where none is better: ${world.name}`,
    () => {
      const classifiers = (others: number) => Array.from({ length: 1 + others }, () => PLAIN);
      let [all, runs] = [0, 0];
      for (const groups of [12, 20, 50]) {
        for (const others of [5, 20]) {
          const seed = (run: number) => 1 + run + RUNS * (w + 3 * (groups + 100 * others));
          const false_ = Array.from({ length: RUNS }, (_, run) =>
            claims(headlineOf(simulate(world, classifiers(others), { groups, seed: seed(run) }))))
            .filter(Boolean).length;
          const share = false_ / RUNS;
          const error = Math.sqrt(share * (1 - share) / RUNS);
          console.log(
            `${world.name}, ${groups} groups, ${others} variants: ${share} ± ${error.toFixed(3)}`,
          );
          // Three Monte-Carlo errors above the level at the most.
          assert.ok(share <= 0.05 + 3 * Math.sqrt(0.05 * 0.95 / RUNS), `${share}`);
          [all, runs] = [all + false_, runs + RUNS];
        }
      }
      assert.ok(all / runs <= 0.05, `${all} of ${runs} headlines are false`);
    },
  );
}

slowTest("the headline finds a variant among twenty that is clearly better", () => {
  const classifiers = Array.from({ length: 21 }, (_, v) => ({ ...PLAIN, gain: v === 7 ? 1.2 : 0 }));
  const found = Array.from({ length: 25 }, (_, run) =>
    headlineOf(simulate(TEST_WORLDS[0]!, classifiers, { groups: 50, seed: run + 1 }))).filter((
      text,
    ) =>
      text.startsWith('"v7" is best of 21')
    ).length;
  console.log(`found in ${found} of 25`);
  assert.ok(found >= 20, `${found}`);
});
