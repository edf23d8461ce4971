import { valueAt } from "../../records/coded_column.ts";
import type { KnownNoise } from "../../records/comparison.ts";
import type { ComparableVariant } from "../../records/comparable_run.ts";
import { isImported, knowsFaces } from "../../records/imported_scores.ts";
import type { RunManifest } from "../../records/manifest.ts";
import { byMetric } from "../../records/metric_value.ts";
import type {
  ComparedPart,
  ComparedVariant,
  Coverage,
  MovedVideo,
} from "../../records/run_comparison.ts";
import type { BootstrapOptions } from "../../metrics/cluster_bootstrap.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { COMPARED_METRICS } from "./compared_metrics.ts";
import { type ComparedPair, comparePairs, type ScoredPair } from "./compare_pairs.ts";
import { firstDifferences, type VariantPair } from "./first_difference.ts";
import type { PairedVideos } from "./pair_videos.ts";
import { compareTiming, timingRefusal } from "./timing_comparison.ts";
import { valueTolerance } from "./value_tolerance.ts";
import type { LabelledVideos, ScoredVariant } from "../summary/scored_variant.ts";
import { estimateVariants, type VariantEstimates } from "../summary/variant_estimates.ts";
import { sampleVariants } from "../summary/variant_samples.ts";
import { countStages } from "../../records/stage_counts.ts";

/** Options for comparing pairs of variants. */
export interface PairOptions extends BootstrapOptions {
  /** `null`: not measured. */
  readonly noise: KnownNoise | null;
  /** Random swaps of the permutation test. */
  readonly swaps: number;
  /** Maximum number of moved videos that are listed for each variant. */
  readonly mostMoved: number;
}

export interface ComparedVariantsOptions extends PairOptions {
  /** Manifests of the earlier and the later run. */
  readonly manifests: readonly [RunManifest, RunManifest];
  /** Metrics that are computed at all; left out: all. */
  readonly computed?: readonly VideoMetricName[];
  /** Metrics that get an interval; left out: all, or in large runs the main ones. */
  readonly drawn?: readonly VideoMetricName[];
  /** Fewest groups with intervals; left out: 2. */
  readonly fewestGroups?: number;
  /** Number of comparisons that p-values are corrected for; left out: the pairs. */
  readonly comparisons?: number;
}

/** Videos with a label, and their places among those paired. */
interface Labelled extends LabelledVideos {
  readonly places: readonly number[];
}

/** A pair with the estimates of both sides over the labelled videos. */
interface EstimatedPair extends ComparedPair {
  readonly estimates: Readonly<Record<"before" | "after", VariantEstimates>>;
}

/** Compares each pair of variants, all of them together. */
export function comparedVariants(
  pairs: readonly VariantPair[],
  videos: PairedVideos,
  options: ComparedVariantsOptions,
): readonly Omit<ComparedVariant, "slices">[] {
  const parts = comparedParts(pairs, videos, options);
  const refused = timingRefusal(options.manifests[0], options.manifests[1]);
  return pairs.map((pair, p) => ({
    name: pair.after.name,
    nameBefore: pair.before.name,
    ...parts[p]!,
    timing: compareTiming(pair, videos, { ...options, refused }),
  }));
}

/** Compares each pair of variants over some videos, timing left out. */
export function comparedParts(
  pairs: readonly VariantPair[],
  videos: PairedVideos,
  options: ComparedVariantsOptions,
): readonly ComparedPart[] {
  const { clip } = options.manifests[1];
  const labelled = labelledVideos(videos);
  const estimated = estimatedPairs(pairs, videos, { ...options, labelled });
  const comparisons = labelled.places.length === 0 ? null : comparePairs(estimated, labelled, {
    ...options,
    clip,
    metrics: COMPARED_METRICS,
    noise: largestNoise(options.noise),
  });
  return pairs.map((pair, p) => ({
    metrics: metricsOf(estimated[p]!),
    comparison: comparisons?.[p] ?? null,
    ...movesOf(pair, videos, options),
    coverage: {
      before: coverageOf(pair.before, { rows: videos.before, manifest: options.manifests[0] }),
      after: coverageOf(pair.after, { rows: videos.after, manifest: options.manifests[1] }),
    },
  }));
}

function labelledVideos({ labels, groups }: PairedVideos): Labelled {
  const places = [...labels.keys()].filter((k) => labels[k]! >= 0);
  return {
    places,
    labels: Uint8Array.from(places, (k) => labels[k]!),
    groups: places.map((k) => groups[k]!),
  };
}

/** The scores of a pair's labelled videos, the earlier run's as the baseline. */
export function scoredPair(
  pair: VariantPair,
  videos: PairedVideos,
  { places } = labelledVideos(videos),
): ScoredPair {
  const scored = (side: "before" | "after"): ScoredVariant => ({
    probabilities: Float64Array.from(places, (k) => pair[side].probabilities[videos[side][k]!]!),
    decision: pair[side].decision,
  });
  return { baseline: scored("before"), variant: scored("after") };
}

/** Estimates all pairs over the same bootstrap samples, drawn once. */
function estimatedPairs(
  pairs: readonly VariantPair[],
  videos: PairedVideos,
  { labelled, manifests, ...options }: ComparedVariantsOptions & { readonly labelled: Labelled },
): readonly EstimatedPair[] {
  const variants = pairs.flatMap((pair) => {
    const { baseline, variant } = scoredPair(pair, videos, labelled);
    return [baseline, variant];
  });
  const samples = sampleVariants(variants, labelled, { ...options, clip: manifests[1].clip });
  const estimates = estimateVariants(samples, variants.map((_, v) => v - v % 2));
  return pairs.map((_, p) => {
    const [baseline, variant] = [2 * p, 2 * p + 1];
    const [before, after] = [estimates[baseline]!, estimates[variant]!];
    const { differences, tests, detectable } = after;
    if (!differences || !tests || !detectable) {
      throw new RangeError("a variant is its own baseline");
    }
    return {
      variant: variants[variant]!,
      baseline: variants[baseline]!,
      differences,
      tests,
      detectable,
      estimates: { before, after },
    };
  });
}

function metricsOf({ estimates: { before, after } }: EstimatedPair): ComparedPart["metrics"] {
  return byMetric(
    Object.entries(after.metrics).map(([name, estimate]) => [
      name,
      { before: before.metrics[name as keyof typeof before.metrics], after: estimate },
    ]),
  );
}

/** Noise floor by the metric's name. */
function largestNoise(noise: KnownNoise | null): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(noise?.metrics ?? {}).map(([name, { bound }]) => [name, bound]),
  );
}

/** The videos that moved, and the stages at which videos first differ. */
function movesOf(
  pair: VariantPair,
  videos: PairedVideos,
  { manifests, noise, mostMoved }: ComparedVariantsOptions,
): Pick<ComparedPart, "videoNoise" | "byValue" | "moved" | "movedVideos" | "begins"> {
  const tolerance = valueTolerance(manifests, pair, noise);
  const isKnown = !manifests.some(isImported);
  const begins = firstDifferences(pair, videos, { tolerance, isKnown });
  const videoNoise = tolerance?.largest ?? noise?.videoBound ?? 0;
  const scores = (k: number): Pick<MovedVideo, "before" | "after"> => ({
    before: pair.before.probabilities[videos.before[k]!]!,
    after: pair.after.probabilities[videos.after[k]!]!,
  });
  const moves = Float64Array.from(videos.filenames, (_, k) => moveOf(scores(k)));
  const moved = Uint32Array.from(moves.keys()).filter((k) => moves[k]! > videoNoise);
  const farthest = moved.toSorted((a, b) => moves[b]! - moves[a]!).subarray(0, mostMoved);
  return {
    videoNoise,
    ...(tolerance !== null && { byValue: true }),
    moved: Array.from(farthest, (k): MovedVideo => ({
      filename: videos.filenames[k]!,
      label: videos.labels[k]!,
      ...scores(k),
      begins: begins[k]!,
    })),
    movedVideos: moved.length,
    begins: countStages(begins),
  };
}

function moveOf({ before, after }: Pick<MovedVideo, "before" | "after">): number {
  return Math.abs(after - before);
}

function coverageOf(
  { statuses, faces }: ComparableVariant,
  { rows, manifest }: { readonly rows: Uint32Array; readonly manifest: RunManifest },
): Coverage {
  let [scored, pooled] = [0, 0];
  for (const row of rows) {
    if (valueAt(statuses, row) === "ok") scored += 1;
    pooled += faces[row]!;
  }
  const share = rows.length === 0 ? null : scored / rows.length;
  return { scored: share, faces: knowsFaces(manifest) ? pooled : null };
}
