import type { Finding, MetricComparison } from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import { membersText } from "../../records/independence.ts";
import { isImported } from "../../records/imported_scores.ts";
import type { RunSummary, VariantSummary } from "../../records/summary.ts";
import { differenceText, noiseClause, NOT_SIGNIFICANT } from "./difference_text.ts";
import { durationText, intervalText, numberText, pText, sizeText } from "./format.ts";
import { summaryScope } from "./interval_scope.ts";
import { correctionText, familyOf } from "./p_values.ts";
import { worstSliceText } from "./slice_lines.ts";
import {
  headlineWithoutBaseline,
  NONE_SCORED,
  unranked,
  unrankedText,
} from "./unranked_variants.ts";
import { TOO_FEW_GROUPS, WITHIN_NOISE } from "../../analysis/comparison/finding.ts";
import { rankable } from "../../analysis/summary/best_variants.ts";
import { largest, smallest } from "../../base/numeric/extremes.ts";

/** Text, or the name of a variant, which each format highlights in its own way. */
export type LinePart = string | { readonly variant: string };

/** A sentence or two in plain language. */
export type Line = readonly LinePart[];

/** Log loss of a constant 0.5, nats. */
export const COIN_LOSS = Math.LN2;

/** Longer lists of names are replaced by a count. */
const MOST_LISTED = 4;

/** A line as plain text. */
export function plainLine(line: Line): string {
  return line.map((part) => typeof part === "string" ? part : `"${part.variant}"`).join("");
}

/**
 * The main result: which variant has the lowest log loss, and whether it is significantly better than the baseline
 * after correction for all variants, since the lowest of many is picked from them.
 */
export function headline(summary: RunSummary): Line {
  const baseline = baselineOf(summary);
  const best = bestOf(summary);
  if (best === null) {
    const { reason } = baseline.metrics.logLoss;
    return reason === null ? [NONE_SCORED] : ["No log loss: ", reason, "."];
  }
  const loss = numberText(best.metrics.logLoss);
  if (summary.variants.length === 1) {
    return [
      named(best),
      ` has a log loss of ${loss} on ${counted(best.metrics.logLoss.n, "video")}.`,
    ];
  }
  if (unranked(summary, best).includes(baseline)) return headlineWithoutBaseline(summary, best);
  const { length } = rankable(summary.variants).filter(hasLoss);
  if (best === baseline) {
    return [
      `None of ${length} variants has a lower log loss than `,
      named(baseline),
      ` (${loss}).`,
    ];
  }
  const judged = best.comparison?.metrics.logLoss;
  const against = `${loss} against ${numberText(baseline.metrics.logLoss)}`;
  if (judged?.finding === "better") {
    return [
      ...[named(best), ` is best of ${length}, and significantly better than `, named(baseline)],
      `: log loss ${against}${adjustedPart(judged)}` +
      `${summary.noise === null ? "" : ", above the noise floor"}.`,
    ];
  }
  return [
    ...[named(best), ` has the lowest log loss of ${length} variants, ${against} of `],
    ...[named(baseline), `: ${judged ? whyNot(judged) : "not tested"}.`],
  ];
}

/** Reason why the lowest log loss is not significantly better, a clause. */
function whyNot(judged: MetricComparison): string {
  const { finding, doubt, adjustedP, family } = judged;
  if (finding === "unknown") return `not tested, since ${doubt}`;
  if (adjustedP.value === null || doubt === WITHIN_NOISE) return `not significant, since ${doubt}`;
  const correction = correctionText(family);
  return `not significant${correction && ` ${correction}`} (adjusted ${pText(adjustedP.value)})`;
}

function adjustedPart({ adjustedP }: MetricComparison): string {
  return adjustedP.value === null ? "" : `, adjusted ${pText(adjustedP.value)}`;
}

/** The evidence behind the headline, a line each. */
export function grounds(summary: RunSummary): readonly Line[] {
  if (bestOf(summary) === null) return [];
  return [
    ...[unrankedLine, bestDifference, scope, detectable, noise, findings, coinLoss, weakest],
    ...[notScored, cost],
  ]
    .flatMap(
      (line) => {
        const text = line(summary);
        return text === null ? [] : [text];
      },
    );
}

function bestDifference(summary: RunSummary): Line | null {
  const best = bestOf(summary);
  const { videos } = summary;
  const { level } = summary.independence;
  const sample = `${counted(videos.labelled, "video")} of ${membersText(videos.groups, level)}`;
  if (!best) return null;
  if (!best.comparison) {
    const { interval } = best.metrics.logLoss;
    const doubt = interval.reason === null
      ? `: 95 % CI ${intervalText(interval)}`
      : `: no 95 % CI, ${interval.reason}`;
    return ["Log loss of ", named(best), `${doubt} (${sample}).`];
  }
  const { logLoss } = best.comparison.metrics;
  return [
    ...["Log loss of ", named(best), " minus ", named(baselineOf(summary))],
    `: ${differenceText(logLoss)}, on ${sample}.`,
  ];
}

/** The variants with a lower log loss that scored too few videos to be called best. */
function unrankedLine(summary: RunSummary): Line | null {
  const best = bestOf(summary);
  return best && unrankedText(summary, best);
}

/** What the intervals hold for. */
function scope(summary: RunSummary): Line | null {
  const text = summaryScope(summary);
  return text === null ? null : [text];
}

/** The smallest improvement detected with 80 % power: of the best variant, else from the least to the greatest. */
function detectable(summary: RunSummary): Line | null {
  const best = bestOf(summary)?.comparison?.metrics.logLoss;
  const all = summary.variants.flatMap(({ comparison }) => comparison?.metrics.logLoss ?? []);
  const sizes = (best ? [best] : all).flatMap(({ detectable }) => detectable.value ?? []);
  if (sizes.length === 0) {
    return best?.detectable.reason == null
      ? null
      : [`Detectable improvement: none (${best.detectable.reason}).`];
  }
  const ends = [smallest(sizes), largest(sizes)].map(sizeText);
  const size = ends[0] === ends[1] ? ends[0] : `${ends.join(" to ")}, by variant`;
  const isCorrected = correctionText(familyOf(all)) !== "";
  return [
    `Smallest improvement detected with 80 % power in a single comparison: ${size}; smaller ones are often missed` +
    `${isCorrected ? ", and larger ones too after correction for several comparisons" : ""}. ` +
    "Changes for the worse must be larger.",
  ];
}

/** The noise floor: how far log loss varies between repeats. */
function noise(summary: RunSummary): Line | null {
  if (summary.variants.length === 1 && summary.noise === null) return null;
  const baseline = named(baselineOf(summary));
  const { noise } = summary;
  if (noise === null && isImported(summary.manifest)) {
    return ["Noise floor: not known of imported scores."];
  }
  if (noise === null) {
    return ["Noise floor: not measured (--repeat-baseline 2 measures it)."];
  }
  return ["Noise floor: log loss of ", baseline, ` ${noiseClause(noise)}.`];
}

/** Number of significant differences, after correction for all comparisons. */
function findings(summary: RunSummary): Line | null {
  const compared = summary.variants.filter(({ comparison }) => comparison !== null);
  if (compared.length === 0) return null;
  const having = (finding: Finding) => compared.filter((v) => logLossFinding(v) === finding);
  const [better, worse, equal] = [having("better"), having("worse"), having("equal")];
  const open = compared.length - better.length - worse.length - equal.length;
  const baseline = named(baselineOf(summary));
  if (equal.length === compared.length) {
    return ["Scores equal to those of ", baseline, ": ", ...all(compared), "."];
  }
  const correction = correctionText(familyOf(compared.map(judgedLoss)));
  const others = counted(compared.length, "other variant");
  if (better.length + worse.length === 0) {
    return [
      `No significant difference of ${others} from `,
      baseline,
      `${correction && ` ${correction}`}${why(compared)}.`,
      ` ${NOT_SIGNIFICANT}`,
      ...(equal.length === 0 ? [] : [" Equal scores: ", ...all(equal), "."]),
    ];
  }
  return [
    `${others}${correction && `, ${correction}`}: ${better.length || "none"} significantly better`,
    ...listed(better),
    ...[`, ${worse.length || "none"} significantly worse`, ...listed(worse)],
    ...(equal.length > 0 ? [`, ${equal.length} with equal scores`, ...listed(equal)] : []),
    ...(open > 0 ? [`, ${open} without a significant difference`] : []),
    `.${open > 0 ? ` ${NOT_SIGNIFICANT}` : ""}`,
  ];
}

/** The common reason why nothing can be significant, where there is one. */
function why(compared: readonly VariantSummary[]): string {
  const isTooFew = compared.some((variant) => judgedLoss(variant).doubt === TOO_FEW_GROUPS);
  return isTooFew ? `: ${TOO_FEW_GROUPS}` : "";
}

/** The names in brackets, if there are few. */
function listed(variants: readonly VariantSummary[]): Line {
  return variants.length === 0 || variants.length > MOST_LISTED
    ? []
    : [" (", ...all(variants), ")"];
}

/** The names, or how many there are. */
function all(variants: readonly VariantSummary[]): Line {
  if (variants.length > MOST_LISTED) return [`all ${variants.length} other variants`];
  return variants.flatMap((variant, i) => i === 0 ? [named(variant)] : [", ", named(variant)]);
}

/** Log loss of a constant 0.5, for scale. */
function coinLoss(summary: RunSummary): Line | null {
  const baseline = baselineOf(summary);
  const { value } = baseline.metrics.logLoss;
  if (value === null) return null;
  const coin = `${COIN_LOSS.toFixed(3)} for a constant P(fake) of 0.5`;
  return value < COIN_LOSS
    ? [`Log loss for scale: ${coin}, ${value.toFixed(3)} for `, named(baseline), "."]
    : [
      named(baseline),
      ` has a higher log loss than a constant: ${value.toFixed(3)} against ${coin}.`,
    ];
}

/** The slice in which the best variant has the highest log loss. */
function weakest(summary: RunSummary): Line | null {
  const best = bestOf(summary);
  const text = best && worstSliceText(summary, best);
  return text === null ? null : ["Worst slice of ", named(best!), `: ${text}`];
}

function notScored(summary: RunSummary): Line | null {
  const baseline = baselineOf(summary);
  const reasons = Object.entries(baseline.fallbacks).filter(([, count]) => count > 0);
  if (reasons.length === 0) return null;
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  const why = reasons.map(([reason, count]) => `${reason} ${count}`).join(", ");
  return [
    named(baseline),
    ` could not score ${counted(total, "video")}; 0.5 is used (${why}). Log loss without `,
    `${total === 1 ? "it" : "them"}: ${numberText(baseline.logLossWithoutFallbacks)}.`,
  ];
}

function cost(summary: RunSummary): Line | null {
  const baseline = baselineOf(summary);
  const best = bestOf(summary) ?? baseline;
  if (!baseline.timing.medianMs) return null;
  const first: Line = [
    named(baseline),
    ` takes ${durationText(baseline.timing.medianMs)} per video`,
  ];
  if (best === baseline || !best.timing.medianMs) return [...first, "."];
  const time = durationText(best.timing.medianMs);
  return [...first, ", ", named(best), ` ${time} (medians, each as if run alone).`];
}

/** The variant of `compareWith`. */
export function baselineOf({ manifest, variants }: RunSummary): VariantSummary {
  const baseline = variants.find(({ name }) => name === manifest.compareWith);
  if (!baseline) throw new RangeError(`there is no variant "${manifest.compareWith}"`);
  return baseline;
}

/**
 * The variant with the lowest log loss among those that may be called best; of equals the baseline, else the first.
 * `null`: none of them has a log loss, or no variant scored a video.
 */
export function bestOf(summary: RunSummary): VariantSummary | null {
  const valued = rankable(summary.variants).filter(hasLoss);
  const lowest = smallest(valued.map(({ metrics }) => metrics.logLoss.value ?? Infinity));
  const best = valued.filter(({ metrics }) => metrics.logLoss.value === lowest);
  return best.find(({ name }) => name === summary.manifest.compareWith) ?? best[0] ?? null;
}

/** The comparison of a variant's log loss, of one that is not the baseline. */
function judgedLoss({ comparison }: VariantSummary): MetricComparison {
  return comparison!.metrics.logLoss;
}

function hasLoss({ metrics }: VariantSummary): boolean {
  return metrics.logLoss.value !== null;
}

/** The finding on a variant's difference in log loss; `unknown` for the baseline itself. */
export function logLossFinding({ comparison }: VariantSummary): Finding {
  return comparison?.metrics.logLoss.finding ?? "unknown";
}

function named({ name }: VariantSummary): LinePart {
  return { variant: name };
}
