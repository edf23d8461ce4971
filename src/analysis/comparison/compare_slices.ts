import { valueAt } from "../../records/coded_column.ts";
import { FEWEST_GROUPS } from "../../records/group_counts.ts";
import type { KnownNoise } from "../../records/comparison.ts";
import { byMetric } from "../../records/metric_value.ts";
import type { ComparedPart, ComparedSlice, ComparedSlices } from "../../records/run_comparison.ts";
import type { Slice, SliceCounts } from "../../records/slice.ts";
import type { TagColumns } from "../../records/tag_column.ts";
import { METRICS } from "../../metrics/registry.ts";
import { countsOf } from "../slices/slice_summaries.ts";
import { selectSlices } from "../slices/select_slices.ts";
import { COMPARED_METRICS } from "./compared_metrics.ts";
import { pairKeys } from "./compare_pairs.ts";
import { comparedParts, type ComparedVariantsOptions, scoredPair } from "./compared_variants.ts";
import type { VariantPair } from "./first_difference.ts";
import { judge } from "./finding.ts";
import { type PairedVideos, pickVideos } from "./pair_videos.ts";

export interface SliceOptions extends ComparedVariantsOptions {
  /** Tags of the paired videos. */
  readonly tags: TagColumns;
  /** Groups of the paired videos, as their dataset states them: those of the videos are what tests swap. */
  readonly statedGroups: readonly string[];
  /** Names of the tags to slice by; `null`: those with 2 to 20 values. */
  readonly wanted: readonly string[] | null;
}

/** The slices, and what changed in them by pair of variants. */
export interface SliceComparison {
  readonly slices: ComparedSlices;
  readonly byPair: readonly (readonly ComparedSlice[])[];
}

type CountedSlice = Slice & SliceCounts;

/** A slice of a pair in which a score, a number of faces or a status changed. */
interface ChangedSlice {
  readonly pair: number;
  readonly slice: CountedSlice;
  /** A key of slice and scores; `null`: the scores of its labelled videos are the same. */
  readonly key: string | null;
  readonly part: ComparedPart;
}

/** Compares pairs of variants slice by slice; all pairs in all slices are judged together. */
export function compareSlices(
  pairs: readonly VariantPair[],
  videos: PairedVideos,
  options: SliceOptions,
): SliceComparison {
  const { tags, statedGroups } = options;
  const selected = selectSlices({ ...videos, groups: statedGroups, tags }, options);
  const all: CountedSlice[] = [];
  const changed: ChangedSlice[] = [];
  for (const { places, ...slice } of selected) {
    const part = pickVideos(videos, places);
    const counted = { ...slice, ...countsOf(part) };
    all.push(counted);
    const comparisons = pairs.length * selected.length;
    const asked = { ...options, comparisons, slice: counted, allVideos: videos.filenames.length };
    for (const one of changedIn(part, pairs, asked)) changed.push(one);
  }
  const judged = judgeTogether(changed);
  const tests = judged.find(({ comparison }) => comparison)?.comparison?.metrics.logLoss.family ??
    0;
  return {
    slices: { all, tests, fewestGroups: FEWEST_GROUPS },
    byPair: pairs.map((_, p) => judged.filter((_, k) => changed[k]!.pair === p)),
  };
}

/** Compares the pairs of which something in the slice changed. */
function changedIn(
  videos: PairedVideos,
  pairs: readonly VariantPair[],
  { slice, ...options }: SliceOptions & {
    readonly slice: CountedSlice;
    /** Number of videos of which the noise floor was measured. */
    readonly allVideos: number;
  },
): readonly ChangedSlice[] {
  const places = [...pairs.keys()].filter((p) => isChanged(pairs[p]!, videos));
  if (places.length === 0) return [];
  const parts = comparedParts(places.map((p) => pairs[p]!), videos, {
    ...options,
    noise: noiseOfPart(options.noise, { videos: options.allVideos, part: videos.filenames.length }),
    ...{ computed: COMPARED_METRICS, drawn: COMPARED_METRICS, fewestGroups: FEWEST_GROUPS },
  });
  const keys = pairKeys(places.map((p) => scoredPair(pairs[p]!, videos)));
  return places.map((pair, k) => {
    const key = keys[k] === null ? null : JSON.stringify([slice.tag, slice.value, keys[k]]);
    return { pair, slice, part: parts[k]!, key };
  });
}

/**
 * The noise floor of a metric over some of the videos: a mean over fewer varies more, by the root of their share. That
 * of a single video stays.
 */
function noiseOfPart(
  noise: KnownNoise | null,
  { videos, part }: { readonly videos: number; readonly part: number },
): KnownNoise | null {
  if (noise === null) return null;
  const factor = Math.sqrt(videos / part);
  const metrics = Object.entries(noise.metrics).map(([name, one]) => [
    name,
    one.bound === null
      ? one
      : { ...one, bound: factor * one.bound, deviation: factor * one.deviation },
  ]);
  return { ...noise, metrics: Object.fromEntries(metrics) };
}

function isChanged({ before, after }: VariantPair, videos: PairedVideos): boolean {
  return videos.filenames.some((_, k) =>
    isChangedRow([before, videos.before[k]!], [after, videos.after[k]!])
  );
}

type Row = readonly [variant: VariantPair["before"], row: number];

function isChangedRow([was, b]: Row, [is, a]: Row): boolean {
  return was.probabilities[b] !== is.probabilities[a] || was.faces[b] !== is.faces[a] ||
    valueAt(was.statuses, b) !== valueAt(is.statuses, a);
}

/** Judges each metric of all slices together. */
function judgeTogether(changed: readonly ChangedSlice[]): readonly ComparedSlice[] {
  const labelled = changed.flatMap(({ part: { comparison }, ...one }) =>
    comparison === null ? [] : [{ ...one, comparison }]
  );
  const judged = COMPARED_METRICS.map((name) =>
    judge(labelled.map(({ comparison, slice: { groups }, key }) => ({
      ...comparison.metrics[name]!,
      ...{ groups, key, direction: METRICS[name].direction },
    })))
  );
  const placeOf = new Map(labelled.map(({ comparison }, k) => [comparison, k]));
  return changed.map(({ slice, part: { comparison, ...part } }) => ({
    ...slice,
    ...part,
    metrics: byMetric(COMPARED_METRICS.map((name) => [name, part.metrics[name]!])),
    comparison: comparison && {
      ...comparison,
      metrics: byMetric(COMPARED_METRICS.map((name, m) => [
        name,
        { ...comparison.metrics[name]!, ...judged[m]![placeOf.get(comparison)!]! },
      ])),
    },
  }));
}
