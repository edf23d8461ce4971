import { FEW_GROUPS, FEWEST_GROUPS } from "../../records/group_counts.ts";
import type { RunManifest } from "../../records/manifest.ts";
import { byMetric } from "../../records/metric_value.ts";
import type { SliceCounts, SliceMetrics, SliceSummary } from "../../records/slice.ts";
import { BOOTSTRAP_DEFAULTS } from "../../metrics/cluster_bootstrap.ts";
import type { RunColumns } from "../../runs/run_columns.ts";
import {
  estimatesOf,
  type LabelledVideos,
  sampleVariants,
  type ScoredVariant,
} from "../summary/variant_estimates.ts";
import { type SelectedSlice, selectSlices } from "./select_slices.ts";
import { type SliceMetricNames, type SliceScope, sliceScope } from "./slice_scope.ts";
import { wantedSlices } from "./wanted_slices.ts";

/** Number of videos of a class that it has below which a slice is small. */
const FEW_VIDEOS = 10;

interface SliceFacts {
  readonly manifest: RunManifest;
  readonly columns: RunColumns;
  /** Places of the variants that have intervals in runs of any size. */
  readonly mainVariants: readonly number[];
}

/**
 * Computes metrics of every slice and variant of a run, each with an interval over groups; all variants over the same
 * samples.
 */
export function sliceSummaries(facts: SliceFacts): readonly SliceSummary[] {
  const slices = selectSlices(facts.columns, { wanted: wantedSlices(facts.manifest) });
  const scope = sliceScope(slices, facts.manifest.variants.length);
  return slices.map((slice) => summariseSlice(slice, { ...facts, scope }));
}

function summariseSlice(
  { tag, value, againstAllReals, places }: SelectedSlice,
  { manifest, columns, mainVariants, scope }: SliceFacts & { readonly scope: SliceScope },
): SliceSummary {
  const videos: LabelledVideos = {
    labels: Uint8Array.from(places, (row) => columns.labels[row]!),
    groups: Array.from(places, (row) => columns.groups[row]!),
  };
  const scoredBy = (v: number): ScoredVariant => ({
    probabilities: Float64Array.from(places, (row) => columns.variants[v]!.probabilities[row]!),
    decision: manifest.variants[v]!.decision,
  });
  const all = manifest.variants.map((_, v) => v);
  const main = scope.main === scope.others ? all : mainVariants;
  const rest = all.filter((v) => !main.includes(v));
  const estimates = (of: readonly number[], names: SliceMetricNames) =>
    of.length === 0 ? [] : sliceEstimates(of.map(scoredBy), videos, {
      clip: manifest.clip,
      ...names,
    }).map((metrics, k) => [of[k]!, metrics] as const);
  const metrics = new Map([...estimates(main, scope.main), ...estimates(rest, scope.others)]);
  const counts = countsOf(videos);
  return {
    ...{ tag, value, againstAllReals, ...counts, small: isSmall(counts) },
    variants: manifest.variants.map(({ name }, v) => ({ variant: name, metrics: metrics.get(v)! })),
  };
}

/** Estimates the metrics of several variants over a slice's videos. */
function sliceEstimates(
  scored: readonly ScoredVariant[],
  videos: LabelledVideos,
  options: SliceMetricNames & { readonly clip: number },
): readonly SliceMetrics["metrics"][] {
  const samples = sampleVariants(scored, videos, {
    ...BOOTSTRAP_DEFAULTS,
    ...options,
    fewestGroups: FEWEST_GROUPS,
  });
  return scored.map((_, v) =>
    byMetric(Object.entries(estimatesOf(samples, v, { baseline: v }).metrics))
  );
}

/** Counts the videos and groups of a slice. @param videos all with a label: 1 is fake, 0 is real */
export function countsOf(
  { labels, groups }: {
    readonly labels: Uint8Array | Int8Array;
    readonly groups: readonly string[];
  },
): SliceCounts {
  let fake = 0;
  for (const label of labels) fake += label;
  return { videos: labels.length, real: labels.length - fake, fake, groups: new Set(groups).size };
}

/** Tells whether a slice has so few groups, or videos of a class, that its numbers say little. */
function isSmall({ real, fake, groups }: SliceCounts): boolean {
  return groups < FEW_GROUPS || [real, fake].some((videos) => videos > 0 && videos < FEW_VIDEOS);
}
