import { bestMetrics } from "../comparison/best_variants.ts";
import {
  estimateLogLoss,
  estimateVariants,
  type LabelledVideos,
  type VariantEstimates,
} from "../comparison/variant_estimates.ts";
import { inputError } from "../domain/errors.ts";
import type { ManifestVariant, RunManifest, Settings } from "../domain/manifest.ts";
import type { MetricFacts, RunSummary, ScoreHistogram, VariantSummary } from "../domain/summary.ts";
import { BOOTSTRAP_DEFAULTS } from "../metrics/cluster_bootstrap.ts";
import { INTERVAL_METHODS } from "../metrics/interval_method.ts";
import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../metrics/names.ts";
import { METRICS } from "../metrics/registry.ts";
import type { Journal } from "../runs/journal.ts";
import { readColumns, type RunColumns, type VariantColumns } from "../runs/run_columns.ts";
import { medianOf, variantTiming } from "../runs/variant_timing.ts";
import { hardestVideos } from "../runs/video_rows.ts";
import { runWarnings } from "./run_warnings.ts";

/** A table of videos has at most so many, and fewer when variants are many. */
const MOST_ROWS = 2000;
const MOST_CELLS = 200_000;

/** Bars of a histogram of probabilities. */
const BINS = 20;

/** The labelled videos of a run and where they are in its columns. */
interface Labelled extends LabelledVideos {
  readonly rows: readonly number[];
}

/** Computes everything that the reports of a run say. Memory holds its numbers, never its records. */
export function summarise(manifest: RunManifest, journal: Journal): RunSummary {
  const columns = readColumns(manifest, journal);
  const labelled = labelledVideos(columns);
  const variants = variantSummaries(manifest, { columns, labelled });
  const limit = Math.min(MOST_ROWS, Math.ceil(MOST_CELLS / variants.length));
  const videos = {
    all: columns.filenames.length,
    labelled: labelled.rows.length,
    groups: new Set(labelled.groups).size,
  };
  return {
    manifest,
    metrics: VIDEO_METRIC_NAMES.map(metricFacts),
    intervals: { method: INTERVAL_METHODS, ...BOOTSTRAP_DEFAULTS },
    variants,
    varied: variedParameters(manifest.variants),
    videos,
    rows: hardestVideos({ manifest, journal, columns }, limit),
    warnings: [...manifest.warnings, ...runWarnings({ manifest, columns, videos })],
  };
}

function metricFacts(name: VideoMetricName): MetricFacts {
  const { title, direction, unit, needs } = METRICS[name];
  return { name, title, direction, unit, needs };
}

function labelledVideos({ labels, groups }: RunColumns): Labelled {
  const rows = Array.from(labels.keys()).filter((row) => labels[row] >= 0);
  return {
    rows,
    labels: Uint8Array.from(rows, (row) => labels[row]),
    groups: rows.map((row) => groups[row]),
  };
}

function variantSummaries(
  manifest: RunManifest,
  { columns, labelled }: { columns: RunColumns; labelled: Labelled },
): VariantSummary[] {
  const baseline = baselineOf(manifest);
  const options = { ...BOOTSTRAP_DEFAULTS, baseline, clip: manifest.clip };
  const scored = columns.variants.map(({ probabilities }, v) => ({
    probabilities: picked(probabilities, labelled.rows),
    decision: manifest.variants[v].decision,
  }));
  const estimates = estimateVariants(scored, labelled, options);
  const best = bestMetrics(estimates.map(({ metrics }) => metrics));
  return manifest.variants.map((variant, v) => ({
    ...variantFacts(variant, manifest.variants[baseline].parameters),
    ...countsOf(columns.variants[v]),
    ...estimates[v],
    logLossWithoutFallbacks: withoutFallbacks(columns.variants[v], {
      labelled,
      all: estimates[v],
      options: { ...options, decision: variant.decision },
    }),
    best: best[v],
    histogram: histogramOf(scored[v].probabilities, labelled.labels),
  }));
}

/** @throws AssayError (exit code 3) when the manifest compares with a variant that it does not have */
function baselineOf({ variants, compareWith }: RunManifest): number {
  const place = variants.findIndex(({ name }) => name === compareWith);
  if (place >= 0) return place;
  throw inputError("RUN_INCONSISTENT", {
    what: `the manifest compares with "${compareWith}", which is not among its variants`,
    remedy: "Evaluate again",
  });
}

function variantFacts(
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
): Pick<VariantSummary, "statuses" | "fallbacks" | "medianFaces" | "timing"> {
  const { statuses, fallbacks, faces } = columns;
  return { statuses, fallbacks, medianFaces: medianOf(faces), timing: variantTiming(columns) };
}

/** Log loss of the videos that the variant scored itself; that of all where it scored all. */
function withoutFallbacks(
  { probabilities, fellBack }: VariantColumns,
  { labelled, all, options }: {
    labelled: Labelled;
    all: VariantEstimates;
    options: Parameters<typeof estimateLogLoss>[2] & { decision: number };
  },
): VariantSummary["logLossWithoutFallbacks"] {
  const kept = Array.from(labelled.rows.keys()).filter((k) => fellBack[labelled.rows[k]] === 0);
  if (kept.length === labelled.rows.length) return all.metrics.logLoss;
  const videos = {
    labels: Uint8Array.from(kept, (k) => labelled.labels[k]),
    groups: kept.map((k) => labelled.groups[k]),
  };
  const scores = picked(probabilities, kept.map((k) => labelled.rows[k]));
  return estimateLogLoss({ probabilities: scores, decision: options.decision }, videos, options);
}

function picked(values: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => values[row]);
}

function histogramOf(probabilities: Float64Array, labels: Uint8Array): ScoreHistogram {
  const counts = { real: new Array<number>(BINS).fill(0), fake: new Array<number>(BINS).fill(0) };
  probabilities.forEach((probability, k) => {
    const bin = Math.min(Math.floor(probability * BINS), BINS - 1);
    counts[labels[k] === 1 ? "fake" : "real"][bin] += 1;
  });
  return counts;
}

function variedParameters(variants: readonly ManifestVariant[]): readonly string[] {
  const names = Object.keys(variants[0]?.parameters ?? {});
  return names.filter((name) =>
    new Set(variants.map(({ parameters }) => JSON.stringify(parameters[name]))).size > 1
  );
}
