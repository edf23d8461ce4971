import type { RunSummary, VariantSummary } from "../domain/summary.ts";
import {
  countText,
  durationText,
  intervalText,
  numberText,
  signedIntervalText,
  signedText,
} from "./format.ts";
import { type Reading, readingOf } from "./reading.ts";

/** Text, or the name of a variant, which each format sets off in its own way. */
export type LinePart = string | { readonly variant: string };

/** A sentence or two in plain language. */
export type Line = readonly LinePart[];

/** Log loss of always answering 0.5, nats. */
export const COIN_LOSS = Math.LN2;

/** With so many comparisons, some look significant by chance. */
const MANY_COMPARISONS = 5;

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
      ` has a log loss of ${loss} on ${countText(best.metrics.logLoss.n, "video")}.`,
    ];
  }
  const baselineLoss = numberText(baseline.metrics.logLoss);
  if (best === baseline) {
    return ["No variant has a lower log loss than ", named(baseline), ` (${loss}).`];
  }
  const against = `: log loss ${loss} against ${baselineLoss}`;
  if (logLossReading(best) === "better") {
    return [
      named(best),
      " is better than ",
      named(baseline),
      `${against}, more than chance explains.`,
    ];
  }
  return [
    ...[named(best), " has the lowest log loss, ", loss, " against ", baselineLoss, " of "],
    ...[named(baseline), ", but the difference is not significant."],
  ];
}

/** The headline's grounds, a line each. */
export function grounds(summary: RunSummary): readonly Line[] {
  if (bestOf(summary) === null) return [];
  return [bestDifference, readings, scale, notScored, cost].flatMap((line) => {
    const text = line(summary);
    return text === null ? [] : [text];
  });
}

function bestDifference(summary: RunSummary): Line | null {
  const best = bestOf(summary);
  const { videos } = summary;
  const sample = `${countText(videos.labelled, "video")} of ${countText(videos.groups, "group")}`;
  if (!best) return null;
  if (!best.differences) {
    const { interval } = best.metrics.logLoss;
    const doubt = interval.reason === null
      ? ` is ${intervalText(interval)}`
      : ` cannot be given: ${interval.reason}`;
    return ["The 95 % interval of the log loss of ", named(best), `${doubt} (${sample}).`];
  }
  const { logLoss } = best.differences;
  const doubt = logLoss.interval.reason === null
    ? `95 % interval ${signedIntervalText(logLoss.interval)}`
    : `no interval: ${logLoss.interval.reason}`;
  return [
    ...["Difference of ", named(best), " from ", named(baselineOf(summary))],
    ` in log loss: ${signedText(logLoss)} (${doubt}; ${sample}).`,
  ];
}

/** Which variants differ by more than chance, and how far to trust that. */
function readings(summary: RunSummary): Line | null {
  const compared = summary.variants.filter(({ differences }) => differences !== null);
  if (compared.length === 0) return null;
  const having = (reading: Reading) => compared.filter((v) => logLossReading(v) === reading);
  const [better, worse] = [having("better"), having("worse")];
  if (better.length + worse.length === 0) {
    return [
      compared.length === 1
        ? "The other variant does not differ"
        : `None of the ${compared.length} others differs`,
      ...[" significantly from ", named(baselineOf(summary)), "."],
    ];
  }
  return [
    `Of ${countText(compared.length, "other variant")}, `,
    ...[`${better.length} ${better.length === 1 ? "is" : "are"} better`, ...listed(better)],
    ...[`, ${worse.length} worse`, ...listed(worse)],
    `, and ${compared.length - better.length - worse.length} not significantly different.`,
    compared.length < MANY_COMPARISONS
      ? ""
      : ` With ${compared.length} comparisons, about one in twenty looks significant by chance alone.`,
  ];
}

/** The names in brackets, when they are few. */
function listed(variants: readonly VariantSummary[]): Line {
  if (variants.length === 0 || variants.length > 4) return [];
  const names = variants.flatMap((variant, i) =>
    i === 0 ? [named(variant)] : [", ", named(variant)]
  );
  return [" (", ...names, ")"];
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
    ` got 0.5 put in for ${countText(total, "video")} (${why}); without `,
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
export function logLossReading({ differences }: VariantSummary): Reading {
  return differences === null ? "unknown" : readingOf(differences.logLoss, { direction: "lower" });
}

function named({ name }: VariantSummary): LinePart {
  return { variant: name };
}
