import assert from "node:assert/strict";
import { comparedParts } from "../../src/analysis/comparison/compared_variants.ts";
import { COMPARED_METRICS } from "../../src/analysis/comparison/compare_pairs.ts";
import type { PairedVideos } from "../../src/analysis/comparison/pair_videos.ts";
import {
  AUC,
  judgeMetric,
  LOG_LOSS,
  type MetricGate,
} from "../../src/analysis/gates/metric_gate.ts";
import { METRICS } from "../../src/metrics/registry.ts";
import type { Conclusion } from "../../src/records/gate_verdict.ts";
import type { VideoId } from "../../src/records/video.ts";
import { madeRun } from "../analysis/comparison/made_runs.ts";
import {
  PLAIN,
  simulate,
  type SimulatedClassifier,
  type SimulatedScores,
  type SimulatedWorld,
  TEST_WORLDS,
} from "./simulated_worlds.ts";
import { slowTest } from "./slow_only.ts";

const CLIP = 1e-15;
const REPLICATES = 800;
const GROUPS = [8, 20, 60];
/** Somewhat worse than PLAIN. */
const WORSE: SimulatedClassifier = { gain: -0.3, scale: 1 };

/** The gates, each with the margin that WORSE is worse by in truth: that of very many videos. */
function trueMargins(world: SimulatedWorld): readonly (readonly [MetricGate, number])[] {
  const { videos: { labels }, variants } = simulate(world, [PLAIN, WORSE], {
    ...{ groups: 60_000, seed: 515_151 },
  });
  return [LOG_LOSS, AUC].map((gate) => {
    const [was, is] = variants.map(({ probabilities }) =>
      METRICS[gate.gate].compute({ labels, probabilities }, { decision: 0.5, clip: CLIP }).value!
    );
    return [gate, gate.worse * (is! - was!)];
  });
}

/** Judges the second classifier against the first by the rule notWorse, as `check` does. */
function conclusions(
  { videos, variants }: SimulatedScores,
  { margins, groups, seed }: {
    readonly margins: ReturnType<typeof trueMargins>;
    readonly groups: number;
    readonly seed: number;
  },
): readonly Conclusion[] {
  const names = videos.groups.map((_, k) => `${k}` as VideoId);
  const run = madeRun({
    variants: Object.fromEntries(variants.map(({ probabilities }, v) => [
      `${v}`,
      names.map((filename, k) => ({ filename, probability: probabilities[k]! })),
    ])),
  });
  const rows = Uint32Array.from(names.keys());
  const paired: PairedVideos = {
    ...{ filenames: names, groups: videos.groups, before: rows, after: rows },
    labels: Int8Array.from(videos.labels),
  };
  const [before, after] = run.variants;
  const [part] = comparedParts([{ before: before!, after: after! }], paired, {
    ...{ manifests: [run.manifest, run.manifest], noise: null, mostMoved: 0 },
    ...{ draws: 500, swaps: 199, seed, computed: COMPARED_METRICS, drawn: COMPARED_METRICS },
  });
  return margins.map(([gate, limit]) =>
    judgeMetric({ ...part!, name: "1" }, { ...gate, rule: "notWorse", limit, groups }).conclusion!
  );
}

/** Counts conclusions on WORSE against PLAIN, by gate, over many draws of a world. */
function tallied(
  world: SimulatedWorld,
  { groups, margins }: {
    readonly groups: number;
    readonly margins: ReturnType<typeof trueMargins>;
  },
): readonly Readonly<Record<Conclusion, number>>[] {
  const counts = margins.map(() => ({ "not worse": 0, "worse": 0, "cannot say": 0 }));
  for (let seed = 1; seed <= REPLICATES; seed++) {
    const scores = simulate(world, [PLAIN, WORSE], { groups, seed });
    conclusions(scores, { margins, groups, seed }).forEach((one, g) => counts[g]![one] += 1);
  }
  return counts;
}

/** A share of the replicates with its Monte-Carlo standard error. */
function shareOf(count: number): { readonly share: number; readonly error: number } {
  const share = count / REPLICATES;
  return { share, error: Math.sqrt(share * (1 - share) / REPLICATES) };
}

/** `2.6 ± 0.6 %`. */
function shareText(count: number): string {
  const { share, error } = shareOf(count);
  return `${(100 * share).toFixed(1)} ± ${(100 * error).toFixed(1)} %`;
}

for (const world of TEST_WORLDS) {
  slowTest(
    `what is worse by exactly the margin is proved not worse in at most 5 %, within two Monte-Carlo errors (${world.name})`,
    () => {
      const margins = trueMargins(world);
      const tooMany = GROUPS.flatMap((groups) => {
        const counts = tallied(world, { groups, margins });
        return margins.flatMap(([{ measure }, margin], g) => {
          const title = `${world.name}, ${groups} groups, ${measure}, margin ${margin.toFixed(3)}`;
          console.log(`${title}: ${tallyText(counts[g]!)}`);
          const { share, error } = shareOf(counts[g]!["not worse"]);
          return share - 2 * error > 0.05 ? [title] : [];
        });
      });
      assert.deepEqual(tooMany, []);
    },
  );
}

function tallyText(counts: Readonly<Record<Conclusion, number>>): string {
  return Object.entries(counts)
    .map(([conclusion, count]) => `${conclusion} ${shareText(count)}`)
    .join(", ");
}
