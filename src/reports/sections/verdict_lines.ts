import type { Finding } from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import { isImported } from "../../records/imported_scores.ts";
import type { RunSummary, VariantSummary } from "../../records/summary.ts";
import { differenceText, noiseClause, NOT_SIGNIFICANT } from "./difference_text.ts";
import { durationText, intervalText, numberText, signedText, sizeText } from "./format.ts";
import { summaryScope } from "./interval_scope.ts";
import { worstSliceText } from "./slice_lines.ts";
import {
  headlineWithoutBaseline,
  NONE_SCORED,
  unranked,
  unrankedText,
} from "./unranked_variants.ts";
import { rankable } from "../../analysis/summary/best_variants.ts";
import { smallest } from "../../base/numeric/extremes.ts";

/** Text, or the name of a variant, which each format highlights in its own way. */
export type LinePart = string | { readonly variant: string };

/** A sentence or two in plain language. */
export type Line = readonly LinePart[];

/** Log loss of a constant 0.5, nats. */
export const COIN_LOSS = Math.LN2;

/** Comparisons from which multiple testing is mentioned. */
const MANY_COMPARISONS = 5;

/** Longer lists of names are replaced by a count. */
const MOST_LISTED = 4;

/** Significance level of p-values. */
const LEVEL = 0.05;

/** A line as plain text. */
export function plainLine(line: Line): string {
  return line.map((part) => typeof part === "string" ? part : `"${part.variant}"`).join("");
}

/** The main result: which variant is best, and whether that is significant. */
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
  const baselineLoss = numberText(baseline.metrics.logLoss);
  if (unranked(summary, best).includes(baseline)) return headlineWithoutBaseline(summary, best);
  if (best === baseline) {
    return ["No variant has a lower log loss than ", named(baseline), ` (${loss}).`];
  }
  const against = `log loss ${loss} against ${baselineLoss}`;
  if (logLossFinding(best) === "better") {
    const end = `: ${against}${summary.noise === null ? "" : ", above the noise floor"}.`;
    return [named(best), " is significantly better than ", named(baseline), end];
  }
  const judged = best.comparison?.metrics.logLoss;
  const size = judged ? `${signedText(judged.difference)} against ` : `against ${baselineLoss} of `;
  return [
    ...[named(best), ` has the lowest log loss, ${loss} (${size}`, named(baseline)],
    "), but the difference is not statistically significant",
    `${judged?.doubt ? `: ${judged.doubt}` : ""}.`,
  ];
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
  const sample = `${counted(videos.labelled, "video")} of ${counted(videos.groups, "group")}`;
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

/** The smallest difference detected with 80 % power: of the best variant, else of a typical one. */
function detectable(summary: RunSummary): Line | null {
  const best = bestOf(summary)?.comparison?.metrics.logLoss;
  const all = summary.variants.flatMap(({ comparison }) => comparison?.metrics.logLoss ?? []);
  const sizes = (best ? [best] : all).flatMap(({ detectable }) => detectable.value ?? [])
    .sort((a, b) => a - b);
  if (sizes.length === 0) return null;
  const size = sizeText(sizes[sizes.length >> 1]!);
  return [
    `Smallest detectable difference (80 % power${
      sizes.length === 1 ? "" : ", median over the variants"
    }): ` +
    `${size}; smaller ones are often missed.`,
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

/** Significant differences, before and after multiple-comparison correction. */
function findings(summary: RunSummary): Line | null {
  const compared = summary.variants.filter(({ comparison }) => comparison !== null);
  if (compared.length === 0) return null;
  const having = (finding: Finding) => compared.filter((v) => logLossFinding(v) === finding);
  const [better, worse, equal] = [having("better"), having("worse"), having("equal")];
  const open = compared.length - better.length - worse.length - equal.length;
  const others = compared.length === 1
    ? "the other variant"
    : `the ${compared.length} other variants`;
  if (equal.length === compared.length) {
    return [
      "Log loss equal to that of ",
      named(baselineOf(summary)),
      ": ",
      ...all(compared),
      ".",
    ];
  }
  if (better.length + worse.length === 0) {
    return [
      `No significant difference between ${others} and `,
      named(baselineOf(summary)),
      `. ${NOT_SIGNIFICANT}`,
    ];
  }
  return [
    `${counted(compared.length, "other variant")}: ${better.length || "none"} significantly better`,
    ...listed(better),
    ...[`, ${worse.length || "none"} significantly worse`, ...listed(worse)],
    ...(equal.length > 0 ? [`, ${equal.length} equal`, ...listed(equal)] : []),
    `, ${open} without a significant difference.`,
    afterHolmText([...better, ...worse], compared.length),
    open > 0 ? ` ${NOT_SIGNIFICANT}` : "",
  ];
}

/** Number of significant differences that remain after Holm's correction for multiple comparisons. */
function afterHolmText(called: readonly VariantSummary[], compared: number): string {
  if (compared < MANY_COMPARISONS) return "";
  const left = called.filter(({ comparison }) =>
    (comparison?.metrics.logLoss.adjustedP.value ?? 1) <= LEVEL
  );
  return ` After Holm's correction for ${compared} comparisons, ${left.length} of ${called.length} ` +
    `${left.length === 1 ? "remains" : "remain"} significant.`;
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
    : [named(baseline), ` is no better than chance: its log loss is ${value.toFixed(3)}; ${coin}.`];
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
  const valued = rankable(summary.variants).filter(({ metrics }) => metrics.logLoss.value !== null);
  const lowest = smallest(valued.map(({ metrics }) => metrics.logLoss.value ?? Infinity));
  const best = valued.filter(({ metrics }) => metrics.logLoss.value === lowest);
  return best.find(({ name }) => name === summary.manifest.compareWith) ?? best[0] ?? null;
}

/** The finding on a variant's difference in log loss; `unknown` for the baseline itself. */
export function logLossFinding({ comparison }: VariantSummary): Finding {
  return comparison?.metrics.logLoss.finding ?? "unknown";
}

function named({ name }: VariantSummary): LinePart {
  return { variant: name };
}
