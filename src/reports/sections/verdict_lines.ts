import type { Finding } from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import type { RunSummary, VariantSummary } from "../../records/summary.ts";
import { differenceText, noiseClause, NOT_SHOWN } from "./difference_text.ts";
import { durationText, intervalText, numberText, signedText, sizeText } from "./format.ts";

/** Text, or the name of a variant, which each format sets off in its own way. */
export type LinePart = string | { readonly variant: string };

/** A sentence or two in plain language. */
export type Line = readonly LinePart[];

/** Log loss of always answering 0.5, nats. */
export const COIN_LOSS = Math.LN2;

/** With so many comparisons, some look significant by chance. */
const MANY_COMPARISONS = 5;

/** More names than this are not read. */
const MOST_LISTED = 4;

/** Of p-values. */
const LEVEL = 0.05;

/** A line as plain text. */
export function plainLine(line: Line): string {
  return line.map((part) => typeof part === "string" ? part : `"${part.variant}"`).join("");
}

/** What a busy person has to know: which variant is best, and whether that is real. */
export function headline(summary: RunSummary): Line {
  const baseline = baselineOf(summary);
  const best = bestOf(summary);
  if (best === null) return ["There is no log loss: ", baseline.metrics.logLoss.reason ?? "", "."];
  const loss = numberText(best.metrics.logLoss);
  if (summary.variants.length === 1) {
    return [
      named(best),
      ` has a log loss of ${loss} on ${counted(best.metrics.logLoss.n, "video")}.`,
    ];
  }
  const baselineLoss = numberText(baseline.metrics.logLoss);
  if (best === baseline) {
    return ["No variant has a lower log loss than ", named(baseline), ` (${loss}).`];
  }
  const against = `log loss ${loss} against ${baselineLoss}`;
  if (logLossFinding(best) === "better") {
    const explained = summary.noise === null ? "chance explains" : "chance and noise explain";
    const end = `: ${against}, more than ${explained}.`;
    return [named(best), " is better than ", named(baseline), end];
  }
  const judged = best.comparison?.metrics.logLoss;
  const size = judged ? `${signedText(judged.difference)} against ` : `against ${baselineLoss} of `;
  return [
    ...[named(best), ` has the lowest log loss, ${loss} (${size}`, named(baseline)],
    `), but that this is real is not shown${judged?.doubt ? `: ${judged.doubt}` : ""}.`,
  ];
}

/** The headline's grounds, a line each. */
export function grounds(summary: RunSummary): readonly Line[] {
  if (bestOf(summary) === null) return [];
  return [bestDifference, seen, noise, findings, scale, notScored, cost].flatMap((line) => {
    const text = line(summary);
    return text === null ? [] : [text];
  });
}

function bestDifference(summary: RunSummary): Line | null {
  const best = bestOf(summary);
  const { videos } = summary;
  const sample = `${counted(videos.labelled, "video")} of ${counted(videos.groups, "group")}`;
  if (!best) return null;
  if (!best.comparison) {
    const { interval } = best.metrics.logLoss;
    const doubt = interval.reason === null
      ? ` is ${intervalText(interval)}`
      : ` cannot be given: ${interval.reason}`;
    return ["The 95 % interval of the log loss of ", named(best), `${doubt} (${sample}).`];
  }
  const { logLoss } = best.comparison.metrics;
  return [
    ...["Difference of ", named(best), " from ", named(baselineOf(summary))],
    ` in log loss: ${differenceText(logLoss)}, on ${sample}.`,
  ];
}

/** The smallest difference that these videos could have shown: of the best variant, else of a typical one. */
function seen(summary: RunSummary): Line | null {
  const best = bestOf(summary)?.comparison?.metrics.logLoss;
  const all = summary.variants.flatMap(({ comparison }) => comparison?.metrics.logLoss ?? []);
  const sizes = (best ? [best] : all).flatMap(({ detectable }) => detectable.value ?? [])
    .sort((a, b) => a - b);
  if (sizes.length === 0) return null;
  const size = sizeText(sizes[sizes.length >> 1]!);
  return [
    best ? "The smallest such difference" : "The smallest difference of a typical variant",
    ` that these videos would show in 4 cases of 5 is ${size}; smaller ones are often missed.`,
  ];
}

/** How far log loss moves on its own. */
function noise(summary: RunSummary): Line | null {
  if (summary.variants.length === 1 && summary.noise === null) return null;
  const baseline = named(baselineOf(summary));
  const { noise } = summary;
  if (noise === null) {
    return ["Noise floor: not measured; --repeat-baseline 2 runs ", baseline, " twice more."];
  }
  return ["Noise floor: with nothing changed, log loss of ", baseline, ` ${noiseClause(noise)}.`];
}

/** Which variants differ by more than chance and noise, and how far to trust that. */
function findings(summary: RunSummary): Line | null {
  const compared = summary.variants.filter(({ comparison }) => comparison !== null);
  if (compared.length === 0) return null;
  const having = (finding: Finding) => compared.filter((v) => logLossFinding(v) === finding);
  const [better, worse, equal] = [having("better"), having("worse"), having("equal")];
  const open = compared.length - better.length - worse.length - equal.length;
  const others = compared.length === 1
    ? "the other variant"
    : `any of the ${compared.length} other variants`;
  if (equal.length === compared.length) {
    return [
      "Exactly the same log loss as ",
      named(baselineOf(summary)),
      ": ",
      ...all(compared),
      ".",
    ];
  }
  if (better.length + worse.length === 0) {
    return [
      `No difference of ${others} from `,
      named(baselineOf(summary)),
      ` is shown. ${NOT_SHOWN}`,
    ];
  }
  return [
    `Of ${counted(compared.length, "other variant")}, `,
    ...[better.length === 0 ? "none" : String(better.length)],
    ...[better.length > 1 ? " are better" : " is better", ...listed(better)],
    ...[`, ${worse.length || "none"} worse`, ...listed(worse)],
    ...(equal.length > 0 ? [`, ${equal.length} exactly equal`, ...listed(equal)] : []),
    `, and ${open} not shown to differ.${open > 0 ? ` ${NOT_SHOWN}` : ""}`,
    manyText([...better, ...worse], compared.length),
  ];
}

/** With many comparisons some are called by chance: how many are left after Holm's correction. */
function manyText(called: readonly VariantSummary[], compared: number): string {
  if (compared < MANY_COMPARISONS) return "";
  const left = called.filter(({ comparison }) =>
    (comparison?.metrics.logLoss.adjustedP.value ?? 1) <= LEVEL
  );
  return ` With ${compared} comparisons, about one in twenty looks real by chance alone: ` +
    `${left.length} of these ${called.length} still ${left.length === 1 ? "does" : "do"} ` +
    "after Holm's correction.";
}

/** The names in brackets, when they are few. */
function listed(variants: readonly VariantSummary[]): Line {
  return variants.length === 0 || variants.length > MOST_LISTED
    ? []
    : [" (", ...all(variants), ")"];
}

/** The names, or how many they are. */
function all(variants: readonly VariantSummary[]): Line {
  if (variants.length > MOST_LISTED) return [`all ${variants.length} other variants`];
  return variants.flatMap((variant, i) => i === 0 ? [named(variant)] : [", ", named(variant)]);
}

function scale(summary: RunSummary): Line | null {
  const baseline = baselineOf(summary);
  const { value } = baseline.metrics.logLoss;
  if (value === null) return null;
  const coin = `always answering 0.5 costs ${COIN_LOSS.toFixed(3)}`;
  return value < COIN_LOSS
    ? [`For scale: ${coin}, `, named(baseline), ` ${value.toFixed(3)}.`]
    : [named(baseline), ` is no better than a coin: its log loss is ${value.toFixed(3)}, ${coin}.`];
}

function notScored(summary: RunSummary): Line | null {
  const baseline = baselineOf(summary);
  const reasons = Object.entries(baseline.fallbacks).filter(([, count]) => count > 0);
  if (reasons.length === 0) return null;
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  const why = reasons.map(([reason, count]) => `${reason} ${count}`).join(", ");
  return [
    named(baseline),
    ` got 0.5 put in for ${counted(total, "video")} (${why}); without `,
    `${total === 1 ? "it" : "them"} its log loss is ${
      numberText(baseline.logLossWithoutFallbacks)
    }.`,
  ];
}

function cost(summary: RunSummary): Line | null {
  const baseline = baselineOf(summary);
  const best = bestOf(summary) ?? baseline;
  if (!baseline.timing.medianMs) return null;
  const first: Line = [named(baseline), ` takes ${durationText(baseline.timing.medianMs)} a video`];
  if (best === baseline || !best.timing.medianMs) return [...first, "."];
  const time = durationText(best.timing.medianMs);
  return [...first, ", ", named(best), ` ${time} (medians, as if each had run alone).`];
}

/** The variant that others are compared with. */
export function baselineOf({ manifest, variants }: RunSummary): VariantSummary {
  const baseline = variants.find(({ name }) => name === manifest.compareWith);
  if (!baseline) throw new RangeError(`there is no variant "${manifest.compareWith}"`);
  return baseline;
}

/**
 * The variant with the lowest log loss; of several the one that is compared with, else the first. `null`:
 * no variant has a log loss.
 */
export function bestOf(summary: RunSummary): VariantSummary | null {
  const valued = summary.variants.filter(({ metrics }) => metrics.logLoss.value !== null);
  const lowest = Math.min(...valued.map(({ metrics }) => metrics.logLoss.value ?? Infinity));
  const best = valued.filter(({ metrics }) => metrics.logLoss.value === lowest);
  return best.find(({ name }) => name === summary.manifest.compareWith) ?? best[0] ?? null;
}

/** What a variant's difference in log loss amounts to; `unknown` for the baseline itself. */
export function logLossFinding({ comparison }: VariantSummary): Finding {
  return comparison?.metrics.logLoss.finding ?? "unknown";
}

function named({ name }: VariantSummary): LinePart {
  return { variant: name };
}
