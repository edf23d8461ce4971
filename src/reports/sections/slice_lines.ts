import { counted } from "../../base/text/counted.ts";
import type { ByMetric, Estimate } from "../../records/metric_value.ts";
import { levelNouns, membersText } from "../../records/independence.ts";
import type { SliceSummary } from "../../records/slice.ts";
import type { RunSummary, VariantSummary } from "../../records/summary.ts";
import { intervalText, numberText } from "./format.ts";

/** A tag and its slices. */
export interface TagSlices {
  readonly tag: string;
  readonly slices: readonly SliceSummary[];
}

/** Groups slices by their tag, in their order. */
export function slicesByTag({ slices }: Pick<RunSummary, "slices">): readonly TagSlices[] {
  const byTag = Map.groupBy(slices, ({ tag }) => tag);
  return [...byTag].map(([tag, ofTag]) => ({ tag, slices: ofTag }));
}

/** What a reader must know of slices, one sentence each; empty without slices. */
export function sliceNotes(
  { slices, independence }: Pick<RunSummary, "slices" | "independence">,
): readonly string[] {
  if (slices.length === 0) return [];
  const { many } = levelNouns(independence.level);
  const dividing = [
    ...new Set(slices.filter((one) => one.againstAllReals).map(({ tag }) => tag)),
  ];
  const isOne = dividing.length === 1;
  return [
    `A slice is the videos that share a tag's value; each has its own 95 % CIs over its ${many}.`,
    ...dividing.length === 0 ? [] : [
      `${isOne ? "The tag" : "The tags"} ${dividing.join(", ")} ${isOne ? "divides" : "divide"} ` +
      "the FAKE videos: each value is judged against all REAL videos that share the other tags.",
    ],
    ...slices.length === 1 ? [] : [multiplicityText(slices.length)],
    ...slices.some(({ small }) => small) ? [smallText(many)] : [],
  ];
}

function smallText(many: string): string {
  return `Small slices (fewer than 20 ${many}, or 10 videos of a class) say little; below six ${many} there ` +
    "is no CI, nor where a metric has no value in more than 5 % of the samples.";
}

function multiplicityText(slices: number): string {
  return `${slices} slices were looked at: the worst of many is expected to look bad, and about one 95 % CI ` +
    "in twenty misses the true value.";
}

/** A slice with a variant's metrics. */
interface SliceOfVariant {
  readonly slice: SliceSummary;
  readonly metrics: ByMetric<Estimate>;
}

/**
 * The slice of both classes in which a variant has the highest log loss, among those with a CI if there are any;
 * `null`: no slice has both classes.
 */
export function worstSlice(
  summary: Pick<RunSummary, "slices">,
  variant: Pick<VariantSummary, "name">,
): SliceOfVariant | null {
  const [worst] = rankedSlices(summary, variant).ranked
    .toSorted((a, b) => b.metrics.logLoss.value! - a.metrics.logLoss.value!);
  return worst ?? null;
}

/** The slices of both classes with a CI, or all of both classes if none has one, and how many are not ranked. */
function rankedSlices(
  { slices }: Pick<RunSummary, "slices">,
  { name }: Pick<VariantSummary, "name">,
): { readonly ranked: readonly SliceOfVariant[]; readonly others: number } {
  const valued = slices
    .filter(({ real, fake }) => real > 0 && fake > 0)
    .map((slice) => ({
      slice,
      metrics: slice.variants.find(({ variant }) => variant === name)!.metrics,
    }))
    .filter(({ metrics }) => metrics.logLoss.value !== null);
  const certain = valued.filter(({ metrics }) => metrics.logLoss.interval.low !== null);
  return certain.length === 0
    ? { ranked: valued, others: 0 }
    : { ranked: certain, others: valued.length - certain.length };
}

/** Describes the worst slice of a variant, to follow "Worst slice of …"; `null`: there is none. */
export function worstSliceText(summary: RunSummary, variant: VariantSummary): string | null {
  const worst = worstSlice(summary, variant);
  if (worst === null) return null;
  const { slice, metrics: { logLoss, auc } } = worst;
  const interval = logLoss.interval.reason === null
    ? `95 % CI ${intervalText(logLoss.interval)}`
    : `no 95 % CI, ${logLoss.interval.reason}`;
  const area = auc === undefined || auc.value === null ? "" : `, AUC ${numberText(auc)}`;
  const { logLoss: whole } = variant.metrics;
  const isWorse = whole.value === null ||
    (logLoss.value! > whole.value && numberText(logLoss) !== numberText(whole));
  const { others } = rankedSlices(summary, variant);
  const unranked = others === 0
    ? ""
    : ` ${counted(others, "slice")} without a CI ${others === 1 ? "is" : "are"} not ranked.`;
  const ranked = summary.slices.length - others;
  const among = isWorse && ranked > 1
    ? ` The worst of ${ranked} ranked slices is expected to look bad.`
    : "";
  return `${sliceName(slice)}, log loss ${numberText(logLoss)} (${interval}; ${
    sizeOf(slice, summary.independence.level)
  })${area}, ${isWorse ? "against" : "which is no worse than"} ${
    numberText(whole)
  } over all videos.${
    slice.small ? " The slice is small: this says little." : ""
  }${unranked}${among}`;
}

/** `method = Deepfakes`. */
export function sliceName({ tag, value }: Pick<SliceSummary, "tag" | "value">): string {
  return `${tag} = ${value === "" ? '""' : value}`;
}

/** `48 videos of 36 groups`. */
function sizeOf({ videos, groups }: SliceSummary, level: string): string {
  return `${counted(videos, "video")} of ${membersText(groups, level)}`;
}
