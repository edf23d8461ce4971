import { largest } from "../../base/numeric/extremes.ts";
import { counted } from "../../base/text/counted.ts";
import {
  countScored,
  LEAST_SCORED,
  mostScored,
  rankable,
} from "../../analysis/summary/best_variants.ts";
import type { RunSummary, VariantSummary } from "../../records/summary.ts";
import { numberText } from "./format.ts";

/** A sentence, with the names of variants apart from its text. */
type Sentence = readonly (string | { readonly variant: string })[];

/** Longer lists of names are replaced by a count. */
const MOST_LISTED = 4;

/** The main result where there is a log loss, but only that of 0.5. */
export const NONE_SCORED =
  "No video could be scored: P(fake) is 0.5 for all of them, which is a log loss of 0.693.";

/** The variants with a lower log loss than the best one, which scored too few videos to be called best. */
export function unranked(
  { variants }: Pick<RunSummary, "variants">,
  best: VariantSummary,
): readonly VariantSummary[] {
  const ranked = rankable(variants);
  return variants.filter((one) => !ranked.includes(one) && lossOf(one) < lossOf(best));
}

/** Says which variants have a lower log loss than the best one without being called best, and why; `null`: none. */
export function unrankedText(
  summary: Pick<RunSummary, "variants" | "videos">,
  best: VariantSummary,
): Sentence | null {
  const lower = unranked(summary, best);
  if (lower.length === 0) return null;
  const { all } = summary.videos;
  if (lower.length > MOST_LISTED) {
    const most = largest(lower.map(countScored));
    return [
      `${lower.length} variants have a lower log loss than `,
      { variant: best.name },
      `, but scored at most ${most} of ${counted(all, "video")}; the others have 0.5.`,
    ];
  }
  return lower.flatMap((one, place) => [
    ...(place === 0 ? [] : [" "]),
    { variant: one.name },
    ` has a lower log loss (${numberText(one.metrics.logLoss)}), but scored only ` +
    `${countScored(one)} of ${counted(all, "video")}; the others have 0.5.`,
  ]);
}

/** The main result where the baseline itself has a lower log loss, but scored too few videos. */
export function headlineWithoutBaseline(
  { variants }: Pick<RunSummary, "variants">,
  best: VariantSummary,
): Sentence {
  const least = Math.ceil(LEAST_SCORED * mostScored(variants));
  return [
    { variant: best.name },
    ` has the lowest log loss (${numberText(best.metrics.logLoss)}) of the variants that scored ` +
    `at least ${counted(least, "video")}, which the baseline did not.`,
  ];
}

function lossOf({ metrics }: VariantSummary): number {
  return metrics.logLoss.value ?? Infinity;
}
