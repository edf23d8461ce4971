import { askedDecisions } from "../operating_point/asked_decisions.ts";
import { mixedSplitsWarning, operatingPoints } from "../operating_point/operating_points.ts";
import { noiseFloor } from "../comparison/noise_floor.ts";
import { variantFront } from "./variant_front.ts";
import { independentColumns } from "../independence/independent_columns.ts";
import { readAblation } from "../effects/read_ablation.ts";
import type { Ablation, SeedSpread } from "../../records/ablation.ts";
import type { NoiseFloor } from "../../records/comparison.ts";
import { inputError } from "../../records/errors.ts";
import type { ManifestVariant, RunManifest } from "../../records/manifest.ts";
import type { MetricFacts, RunSummary, VariantSummary } from "../../records/summary.ts";
import { COMPARED_METRICS } from "../comparison/compared_metrics.ts";
import { sampleVariants } from "./variant_samples.ts";
import { BOOTSTRAP_DEFAULTS } from "../../metrics/cluster_bootstrap.ts";
import { INTERVAL_METHODS } from "../../metrics/interval_method.ts";
import { coverageText, simulatedCoverage } from "../../metrics/simulated_coverage.ts";
import { FACE_METRIC_NAMES, type MetricName, VIDEO_METRIC_NAMES } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import type { Journal } from "../../runs/journal.ts";
import type { RepeatScores } from "../../runs/repeats.ts";
import { sliceSummaries } from "../slices/slice_summaries.ts";
import { implausibleVariants, scoreWarnings } from "./score_warnings.ts";
import { recordWarnings } from "./record_warnings.ts";
import { readColumns, type RunColumns } from "../../runs/run_columns.ts";
import { hardestVideos } from "./video_rows.ts";
import { labelledVideos, picked } from "./labelled_videos.ts";
import { runWarnings } from "./run_warnings.ts";
import { type VariantFacts, variantSummaries } from "./variant_summaries.ts";

/** Maximum number of rows of the table of videos; fewer with many variants. */
const MOST_ROWS = 2000;
const MOST_CELLS = 200_000;

/** Input beside manifest and journal. */
export interface SummaryOptions {
  /** The journal's numbers, if they were already read. */
  readonly columns?: RunColumns;
  /** Scores of the repeats of the variant of `compareWith`. */
  readonly repeats?: readonly RepeatScores[];
}

/**
 * Computes the summary that all reports of a run show. Memory holds the run's numbers, never its records.
 * @throws AssayError (exit code 3) when manifest and journal do not match
 */
export function summarise(
  manifest: RunManifest,
  journal: Journal,
  { columns: given = readColumns(manifest, journal), repeats = [] }: SummaryOptions = {},
): RunSummary {
  const columns = independentColumns(manifest, given);
  const facts = factsOf(manifest, { columns, repeats });
  const { labelled, noise } = facts;
  const variants = variantSummaries(facts);
  const videos = {
    all: columns.filenames.length,
    labelled: labelled.rows.length,
    groups: new Set(labelled.groups).size,
  };
  const fromScores = scoreWarnings({ manifest, columns, variants });
  const implausible = implausibleVariants({ manifest, columns, variants });
  const operatingPoint = operatingPoints(manifest, columns);
  const fromRecords = recordWarnings({ manifest, columns, implausible });
  return {
    manifest,
    metrics: shownMetrics(manifest).map(metricFacts),
    faceMetrics: FACE_METRIC_NAMES.map(metricFacts),
    intervals: {
      ...{ method: INTERVAL_METHODS, ...BOOTSTRAP_DEFAULTS },
      simulatedCoverage: simulatedCoverage(videos.groups),
      coverage: coverageText(videos.groups),
    },
    variants,
    noise,
    ablation: ablationOf(facts),
    operatingPoint,
    pareto: variantFront(variants, noise),
    varied: variedParameters(manifest.variants),
    videos,
    independence: columns.independence,
    slices: sliceSummaries({ manifest, columns, mainVariants: mainVariants(facts, variants) }),
    rows: hardestRows(facts, journal),
    warnings: [
      ...manifest.warnings,
      ...fromScores.map(({ sentence }) => sentence),
      ...[mixedSplitsWarning(operatingPoint)].filter((one) => one !== null),
      ...runWarnings({ manifest, columns, videos }),
      ...fromRecords.map(({ sentence }) => sentence),
    ],
    dataWarnings: [...(manifest.dataWarnings ?? []), ...fromScores, ...fromRecords],
  };
}

function factsOf(
  manifest: RunManifest,
  { columns, repeats }: { columns: RunColumns; repeats: readonly RepeatScores[] },
): VariantFacts {
  const labelled = labelledVideos(columns);
  const scored = columns.variants.map(({ probabilities }, v) => ({
    probabilities: picked(probabilities, labelled.rows),
    decision: manifest.variants[v]!.decision,
  }));
  const baseline = baselineOf(manifest);
  const { costs } = askedDecisions(manifest);
  const options = { ...BOOTSTRAP_DEFAULTS, clip: manifest.clip, costs: costs ?? undefined };
  const samples = sampleVariants(scored, labelled, options);
  const facts = { manifest, columns, labelled, scored, samples, baseline };
  return { ...facts, noise: noiseOf(facts, repeats) };
}

/** The noise floor, from the repeats that have every labelled video; `null`: there are none. */
function noiseOf(
  { manifest, columns, labelled, scored, baseline }: Omit<VariantFacts, "noise">,
  repeats: readonly RepeatScores[],
): NoiseFloor | null {
  const filenames = labelled.rows.map((row) => columns.filenames[row]!);
  const whole = repeats.filter((repeat) => filenames.every((name) => repeat.has(name)));
  if (whole.length === 0 || filenames.length === 0) return null;
  const again = whole.map((repeat) => Float64Array.from(filenames, (name) => repeat.get(name)!));
  const { probabilities, decision } = scored[baseline]!;
  const runs = [probabilities, ...again];
  return noiseFloor({ runs, decision, clip: manifest.clip }, labelled.labels);
}

/** The ablation of each compared metric, where any two variants can be compared. */
function ablationOf(facts: VariantFacts): readonly Ablation[] {
  const { manifest, samples, scored, baseline } = facts;
  // What cards replaced is the effect of `preprocessing`, not of each parameter.
  const settings = manifest.variants.map(({ parameters, replacedByCard }) => ({
    ...parameters,
    ...replacedByCard,
  }));
  // No spread over seeds: variants that differ only in their names, or on which the seed has no effect.
  const hasSeeds = ({ variants: places }: SeedSpread) =>
    new Set(places.map((place) => settings[place]!.seed)).size > 1 &&
    places.some((place) => differ(scored[place]!.probabilities, scored[places[0]!]!.probabilities));
  return COMPARED_METRICS
    .map((metric) => {
      const noise = facts.noise?.metrics[metric]?.bound ?? null;
      return readAblation(settings, samples, { metric, baseline, noise });
    })
    .map((ablation) => ({ ...ablation, spreads: ablation.spreads.filter(hasSeeds) }))
    .filter(({ effects, spreads }) => effects.length + spreads.length > 0);
}

/** Places of the variant of `compareWith` and of the one with the lowest log loss. */
function mainVariants(
  { baseline }: VariantFacts,
  variants: readonly VariantSummary[],
): readonly number[] {
  const best = variants.findIndex(({ best }) => best.includes("logLoss"));
  return best < 0 || best === baseline ? [baseline] : [baseline, best];
}

function differ(one: Float64Array, other: Float64Array): boolean {
  return one.some((value, k) => value !== other[k]);
}

function hardestRows(
  { manifest, columns, labelled, noise }: VariantFacts,
  journal: Journal,
): RunSummary["rows"] {
  const limit = Math.min(MOST_ROWS, Math.ceil(MOST_CELLS / manifest.variants.length));
  const places = new Map(labelled.rows.map((row, k) => [row, k]));
  const noiseOf = (row: number) => noise?.videos[places.get(row) ?? -1] ?? null;
  return hardestVideos({ manifest, journal, columns, noiseOf }, limit);
}

/** The metrics of tables: without costs, none has an expected cost. */
function shownMetrics(manifest: RunManifest): readonly MetricName[] {
  const hasCosts = askedDecisions(manifest).costs !== null;
  return VIDEO_METRIC_NAMES.filter((name) => name !== "cost" || hasCosts);
}

function metricFacts(name: MetricName): MetricFacts {
  const { title, direction, unit, needs } = METRICS[name];
  return { name, title, direction, unit, needs };
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

function variedParameters(variants: readonly ManifestVariant[]): readonly string[] {
  const names = Object.keys(variants[0]?.parameters ?? {});
  return names.filter((name) =>
    new Set(variants.map(({ parameters }) => JSON.stringify(parameters[name]))).size > 1
  );
}
