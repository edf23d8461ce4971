import { bestMetrics } from "./best_variants.ts";
import { COMPARED_METRICS } from "../comparison/compared_metrics.ts";
import { comparePairs } from "../comparison/compare_pairs.ts";
import { estimateLogLosses } from "./log_loss_estimates.ts";
import { SWAP_DEFAULTS } from "../comparison/swap_test.ts";
import type { ScoredVariant } from "./scored_variant.ts";
import { estimateVariants, type VariantEstimates } from "./variant_estimates.ts";
import type { VariantSamples } from "./variant_samples.ts";
import type { NoiseFloor, VariantComparison } from "../../records/comparison.ts";
import type { ManifestVariant, RunManifest, Settings } from "../../records/manifest.ts";
import { knowsFaces } from "../../records/imported_scores.ts";
import type { ScoreHistogram, VariantSummary } from "../../records/summary.ts";
import type { Estimate } from "../../records/metric_value.ts";
import { BOOTSTRAP_DEFAULTS } from "../../metrics/cluster_bootstrap.ts";
import type { RunColumns, VariantColumns } from "../../runs/run_columns.ts";
import { medianOf, variantTiming } from "./variant_timing.ts";
import { faceSummaries } from "./face_summaries.ts";
import type { Labelled } from "./labelled_videos.ts";

/** Input of the summaries of a run's variants. */
export interface VariantFacts {
  readonly manifest: RunManifest;
  readonly columns: RunColumns;
  readonly labelled: Labelled;
  /** Scores of each variant for the labelled videos. */
  readonly scored: readonly ScoredVariant[];
  readonly samples: VariantSamples;
  /** Place of the variant of `compareWith`. */
  readonly baseline: number;
  /** `null`: not measured. */
  readonly noise: NoiseFloor | null;
}

/** Bars of a histogram of probabilities. */
const BINS = 20;

/** Summarises each variant of a run, in config order. */
export function variantSummaries(facts: VariantFacts): readonly VariantSummary[] {
  const { manifest, columns, labelled, scored, samples, baseline } = facts;
  const options = { ...BOOTSTRAP_DEFAULTS, baseline, clip: manifest.clip };
  const estimates = estimateVariants(samples, scored.map(() => baseline));
  const comparisons = comparisonsOf(estimates, facts);
  const faces = faceSummaries(columns, options);
  const scoredAlone = withoutFallbacks(estimates, facts);
  const counts = columns.variants.map((variant) => countsOf(variant, manifest));
  const best = bestMetrics(estimates.map(({ metrics }, v) => ({ metrics, ...counts[v]! })));
  return manifest.variants.map((variant, v) => ({
    ...settingsOf(variant, manifest.variants[baseline]!.parameters),
    ...counts[v]!,
    metrics: estimates[v]!.metrics,
    differences: estimates[v]!.differences,
    comparison: comparisons[v]!,
    faceMetrics: faces[v]!,
    logLossWithoutFallbacks: scoredAlone[v]!,
    best: best[v]!,
    histogram: histogramOf(scored[v]!.probabilities, labelled.labels),
  }));
}

/** Compares each variant with the baseline, all together; `null` for the baseline. */
function comparisonsOf(
  estimates: readonly VariantEstimates[],
  { manifest, labelled, scored, baseline, noise }: VariantFacts,
): readonly (VariantComparison | null)[] {
  const others = estimates.flatMap(({ differences, tests, detectable }, v) =>
    differences === null || tests === null || detectable === null
      ? []
      : [{ v, differences, tests, detectable }]
  );
  const compared = comparePairs(
    others.map(({ v, ...estimated }) => ({
      variant: scored[v]!,
      baseline: scored[baseline]!,
      ...estimated,
    })),
    labelled,
    {
      ...SWAP_DEFAULTS,
      metrics: COMPARED_METRICS,
      clip: manifest.clip,
      noise: Object.fromEntries(
        COMPARED_METRICS.map((name) => [name, noise?.metrics[name]?.bound ?? null]),
      ),
    },
  );
  const byPlace = new Map(others.map(({ v }, p) => [v, compared[p]]));
  return estimates.map((_, v) => byPlace.get(v) ?? null);
}

function settingsOf(
  { name, parameters }: ManifestVariant,
  baseline: Settings,
): Pick<VariantSummary, "name" | "parameters" | "differs"> {
  const differs = Object.entries(parameters).filter(([key, value]) =>
    JSON.stringify(value) !== JSON.stringify(baseline[key])
  );
  return { name, parameters, differs: Object.fromEntries(differs) };
}

function countsOf(
  columns: VariantColumns,
  manifest: RunManifest,
): Pick<VariantSummary, "statuses" | "fallbacks" | "medianFaces" | "timing"> {
  const { statuses, fallbacks, faces } = columns;
  const medianFaces = knowsFaces(manifest) ? medianOf(faces) : null;
  return { statuses, fallbacks, medianFaces, timing: variantTiming(columns) };
}

/** Log loss of each variant over the videos that it scored. */
function withoutFallbacks(
  estimates: readonly VariantEstimates[],
  { manifest, columns, labelled }: VariantFacts,
): readonly Estimate[] {
  const losses = estimates.map(({ metrics }) => metrics.logLoss);
  const own = columns.variants.map(({ fellBack }) =>
    Uint32Array.from(labelled.rows.keys()).filter((k) => fellBack[labelled.rows[k]!] === 0)
  );
  const places = losses.map((_, v) => v).filter((v) => own[v]!.length < labelled.rows.length);
  const parts = places.map((v) => ({
    kept: own[v]!,
    probabilities: Float64Array.from(
      own[v]!,
      (k) => columns.variants[v]!.probabilities[labelled.rows[k]!]!,
    ),
  }));
  estimateLogLosses(parts, labelled, { ...BOOTSTRAP_DEFAULTS, clip: manifest.clip })
    .forEach((estimate, p) => losses[places[p]!] = estimate);
  return losses;
}

function histogramOf(probabilities: Float64Array, labels: Uint8Array): ScoreHistogram {
  const counts = { real: new Array<number>(BINS).fill(0), fake: new Array<number>(BINS).fill(0) };
  probabilities.forEach((probability, k) => {
    const bin = Math.min(Math.floor(probability * BINS), BINS - 1);
    counts[labels[k] === 1 ? "fake" : "real"][bin]! += 1;
  });
  return counts;
}
