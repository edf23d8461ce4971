import { valueAt } from "../../records/coded_column.ts";
import type { MetricComparison } from "../../records/comparison.ts";
import { FEWEST_GROUPS } from "../../records/group_counts.ts";
import { byMetric, defined, undefinedBecause } from "../../records/metric_value.ts";
import type { ComparedPart, ComparedSlice, ComparedSlices } from "../../records/run_comparison.ts";
import type { Slice, SliceCounts } from "../../records/slice.ts";
import type { TagColumns } from "../../records/tag_column.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import { countsOf } from "../slices/slice_summaries.ts";
import { selectSlices } from "../slices/select_slices.ts";
import { COMPARED_METRICS } from "./compare_pairs.ts";
import { comparedParts, type ComparedVariantsOptions } from "./compared_variants.ts";
import type { VariantPair } from "./first_difference.ts";
import { judge } from "./finding.ts";
import { holmAdjusted } from "./holm.ts";
import { type PairedVideos, pickVideos } from "./pair_videos.ts";

export interface SliceOptions extends ComparedVariantsOptions {
  /** Tags of the paired videos. */
  readonly tags: TagColumns;
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
  readonly part: ComparedPart;
}

/**
 * Compares pairs of variants slice by slice. All pairs and all slices with enough groups together are the family of
 * Holm's correction; the equal ones count, with p = 1, and take no time.
 */
export function compareSlices(
  pairs: readonly VariantPair[],
  videos: PairedVideos,
  options: SliceOptions,
): SliceComparison {
  const selected = selectSlices({ ...videos, tags: options.tags }, options);
  const all: CountedSlice[] = [];
  const changed: ChangedSlice[] = [];
  for (const { places, ...slice } of selected) {
    const part = pickVideos(videos, places);
    const counted = { ...slice, ...countsOf(part) };
    all.push(counted);
    for (const one of changedIn(part, pairs, { ...options, slice: counted })) changed.push(one);
  }
  const tests = pairs.length * all.filter(isTested).length;
  const judged = judgeTogether(changed, tests);
  return {
    slices: { all, tests, fewestGroups: FEWEST_GROUPS },
    byPair: pairs.map((_, p) => judged.filter((_, k) => changed[k]!.pair === p)),
  };
}

/** Whether a slice has enough groups, and both classes, for a test. */
function isTested({ groups, real, fake }: SliceCounts): boolean {
  return groups >= FEWEST_GROUPS && real > 0 && fake > 0;
}

/** Compares the pairs of which something in the slice changed. */
function changedIn(
  videos: PairedVideos,
  pairs: readonly VariantPair[],
  { slice, ...options }: SliceOptions & { readonly slice: CountedSlice },
): readonly ChangedSlice[] {
  const places = [...pairs.keys()].filter((p) => isChanged(pairs[p]!, videos));
  if (places.length === 0) return [];
  const parts = comparedParts(places.map((p) => pairs[p]!), videos, {
    ...options,
    ...{ computed: COMPARED_METRICS, drawn: COMPARED_METRICS, fewestGroups: FEWEST_GROUPS },
  });
  return places.map((pair, k) => ({ pair, slice, part: parts[k]! }));
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

/** Corrects the p-values of each metric for all tests, and judges the differences by them. */
function judgeTogether(changed: readonly ChangedSlice[], tests: number): readonly ComparedSlice[] {
  const adjusted = COMPARED_METRICS.map((name) => adjustedOf(name, changed, tests));
  return changed.map(({ slice, part }, k) => ({
    ...slice,
    ...part,
    metrics: byMetric(COMPARED_METRICS.map((name) => [name, part.metrics[name]!])),
    comparison: part.comparison && {
      ...part.comparison,
      metrics: byMetric(COMPARED_METRICS.map((name, m) => [
        name,
        judgedAnew(part.comparison!.metrics[name]!, { name, p: adjusted[m]![k]!, tests, slice }),
      ])),
    },
  }));
}

/** Adjusted p-values of a metric; the tests of slices without a change have p = 1. */
function adjustedOf(
  name: VideoMetricName,
  changed: readonly ChangedSlice[],
  tests: number,
): readonly (number | null)[] {
  const ps = changed.map(({ slice, part }) =>
    isTested(slice) ? part.comparison?.metrics[name]?.swapTest.pTwoSided ?? null : null
  );
  const equal = tests - changed.filter(({ slice }) => isTested(slice)).length;
  return holmAdjusted([...ps, ...Array<number>(equal).fill(1)]);
}

function judgedAnew(
  one: MetricComparison,
  { name, p, tests, slice }: {
    readonly name: VideoMetricName;
    readonly p: number | null;
    readonly tests: number;
    readonly slice: CountedSlice;
  },
): MetricComparison {
  const { difference, swapTest, noise } = one;
  const { direction } = METRICS[name];
  const untested = isTested(slice) ? swapTest.reason : difference.interval.reason;
  return {
    ...one,
    adjustedP: p === null ? undefinedBecause(untested ?? "it was not tested") : defined(p),
    ...judge({ difference, swapTest, noise, direction, corrected: { p, tests } }),
  };
}
