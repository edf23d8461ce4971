import { membersText } from "../../records/independence.ts";
import { isSignificant, type MetricComparison } from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import type {
  ComparedSlice,
  ComparedVariant,
  RunComparison,
} from "../../records/run_comparison.ts";
import { changeText, namesText, pText } from "./comparison_cells.ts";
import {
  type ComparisonRow,
  type ComparisonSection,
  left,
  right,
  type SectionLimits,
  variantTitle,
} from "./comparison_table.ts";
import { findingText } from "./difference_text.ts";
import { adjustedPMeaning, P_MEANING } from "./p_values.ts";
import { NO_VALUE, numberText } from "./format.ts";
import { sliceName } from "./slice_lines.ts";

const MOST_SMALL = 5;

/** One metric of a slice of a variant. */
interface SliceChange {
  readonly variant: ComparedVariant;
  readonly slice: ComparedSlice;
  readonly metric: string;
  readonly change: MetricComparison;
}

/** The slices that moved; the others are counted. `null`: there are none, or nothing changed in any. */
export function sliceSection(
  comparison: RunComparison,
  limits: SectionLimits,
): ComparisonSection | null {
  const changes = changesOf(comparison);
  if (changes.length === 0) return null;
  const { slices: { all }, metrics } = comparison;
  const moved = changes.filter(isMoved);
  const shown = moved.slice(0, limits.variants);
  const titleOf = (name: string) => metrics.find((facts) => facts.name === name)?.title ?? name;
  return {
    title: `Slices by ${[...new Set(all.map(({ tag }) => tag))].join(", ")}`,
    columns: [
      left("slice"),
      right("videos", { spare: 2 }),
      left("metric"),
      right("before"),
      right("after"),
      right("difference", { meaning: "after minus before" }),
      right("95 % CI", { spare: 1 }),
      right("p", { spare: 4, meaning: P_MEANING }),
      right("adjusted p", {
        spare: 3,
        meaning: adjustedPMeaning(changes.map(({ change }) => change)),
      }),
      left("finding"),
    ],
    rows: shown.map((one) => rowOf(one, titleOf(one.metric))),
    notes: [
      ...(moved.length > shown.length
        ? [`${moved.length - shown.length} more significant differences in comparison.json.`]
        : []),
      countNote(comparison, changes),
      ...largestNote(changes, comparison),
      ...smallNote(comparison),
      ...sharedNote(comparison),
    ],
  };
}

/** Slices whose log loss became significantly better or worse, in a sentence; empty: none did. */
export function sliceHeadline(comparison: RunComparison): string {
  const changes = changesOf(comparison).filter(({ metric }) => metric === "logLoss");
  const parts = (["worse", "better"] as const).flatMap((finding) => {
    const names = changes.filter(({ change }) => change.finding === finding)
      .map((one) => nameOf(one, comparison));
    return names.length === 0
      ? []
      : [`${names.length} significantly ${finding} (${namesText(names, 3)})`];
  });
  return parts.length === 0 ? "" : `By slice: ${parts.join(", ")}.`;
}

/** Every metric of every slice in which something changed, by variant. */
function changesOf({ variants }: RunComparison): readonly SliceChange[] {
  return variants.flatMap((variant) =>
    variant.slices.flatMap((slice) =>
      Object.entries(slice.comparison?.metrics ?? {}).map(([metric, change]) => ({
        ...{ variant, slice, metric, change },
      }))
    )
  );
}

function isMoved({ change }: SliceChange): boolean {
  return isSignificant(change);
}

function nameOf({ variant, slice }: SliceChange, { variants }: RunComparison): string {
  return variants.length === 1 ? sliceName(slice) : `${sliceName(slice)} of "${variant.name}"`;
}

function rowOf({ variant, slice, metric, change }: SliceChange, title: string): ComparisonRow {
  const { before, after } = slice.metrics[metric]!;
  const { low, high } = change.difference.interval;
  return {
    group: variantTitle(variant),
    cells: [
      sliceName(slice),
      String(slice.videos),
      title,
      numberText(before),
      numberText(after),
      changeText(change.difference.value),
      low === null ? NO_VALUE : `${changeText(low)} to ${changeText(high)}`,
      pText(change.test.p),
      pText(change.adjustedP.value),
      findingText(change.finding),
    ],
  };
}

/** How many comparisons there were, and how many of them moved. */
function countNote(
  { variants, slices: { all } }: RunComparison,
  changes: readonly SliceChange[],
): string {
  const ofLoss = changes.filter(({ metric }) => metric === "logLoss");
  const comparisons = variants.length * all.length;
  const moved = ofLoss.filter(isMoved).length;
  return `Log loss in ${counted(comparisons, "comparison")} (${
    counted(variants.length, "variant")
  } × ${counted(all.length, "slice")}): ${moved} changed significantly, ${
    ofLoss.length - moved
  } not significantly, ${comparisons - ofLoss.length} not at all.`;
}

/** The largest change of log loss that is not significant, which may be a small slice's. */
function largestNote(changes: readonly SliceChange[], comparison: RunComparison): string[] {
  const sizeOf = ({ change: { difference } }: SliceChange) => Math.abs(difference.value ?? 0);
  const [first] = changes
    .filter((one) => one.metric === "logLoss" && !isMoved(one) && sizeOf(one) > 0)
    .toSorted((a, b) => sizeOf(b) - sizeOf(a));
  if (first === undefined) return [];
  const { change: { difference, doubt } } = first;
  return [
    `Largest change of log loss that is not significant: ${nameOf(first, comparison)}, ` +
    `${changeText(difference.value)}${doubt === null ? "" : ` (${doubt})`}.`,
  ];
}

function smallNote(
  { slices: { all, fewestGroups }, independence: { level } }: RunComparison,
): string[] {
  const small = all.filter(({ groups, real, fake }) => groups < fewestGroups || real * fake === 0);
  if (small.length === 0) return [];
  const names = small.map((slice) => `${sliceName(slice)} (${sizeOf(slice, level)})`);
  return [
    `Too small to test (${membersText(fewestGroups, level)} and both classes are needed): ${
      namesText(names, MOST_SMALL)
    }.`,
  ];
}

function sizeOf(
  { groups, real, fake }: RunComparison["slices"]["all"][number],
  level: string,
): string {
  if (real === 0) return "no REAL video";
  return fake === 0 ? "no FAKE video" : membersText(groups, level);
}

/** Says of which tags the slices have FAKE videos of their own and REAL videos in common. */
function sharedNote({ slices: { all } }: RunComparison): string[] {
  const tags = new Set(all.filter(({ againstAllReals }) => againstAllReals).map(({ tag }) => tag));
  return tags.size === 0 ? [] : [
    `${
      [...tags].join(", ")
    }: the FAKE videos with each value against all REAL videos that share the other tags, so ` +
    "that slices have REAL videos in common.",
  ];
}
