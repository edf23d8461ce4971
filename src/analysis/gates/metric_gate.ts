import type { MetricComparison } from "../../records/comparison.ts";
import type { GateVerdict, MetricRule } from "../../records/gate_verdict.ts";
import type { Estimate } from "../../records/metric_value.ts";
import type { JudgedPart } from "../../records/run_comparison.ts";
import { leadingStage } from "../../records/stage_counts.ts";
import type { UnjudgedVerdict } from "./unjudged_verdict.ts";
import { cannotSay, concludeNotWorse } from "./not_worse.ts";

/** Settings of the gate of one metric. */
export interface MetricGate {
  readonly gate: "logLoss" | "auc";
  readonly measure: string;
  readonly unit: GateVerdict["unit"];
  /** Sign of a change that is worse. */
  readonly worse: 1 | -1;
}

export const LOG_LOSS: MetricGate = {
  gate: "logLoss",
  measure: "log loss",
  unit: "nats",
  worse: 1,
};
export const AUC: MetricGate = { gate: "auc", measure: "AUC", unit: "none", worse: -1 };

/** How a metric of a variant, or of a slice of it, is judged. */
export interface MetricTask extends MetricGate {
  readonly rule: MetricRule;
  /** Largest change for the worse that passes, at least 0. */
  readonly limit: number;
  /** Number of groups of the videos. */
  readonly groups: number;
}

type Judged = Pick<GateVerdict, "outcome" | "reason" | "conclusion" | "provableMargin">;

/** Which rule judged, and which to use when; a line of every metric that fails. */
const ADVICE: Readonly<Record<MetricRule, string>> = {
  point:
    'Judged by the rule "point", made for changes that should alter no score. For changes that ' +
    'are meant to alter scores use "notWorse", which asks whether the data prove the run not worse.',
  notWorse:
    'Judged by the rule "notWorse", made for changes that are meant to alter scores. For changes ' +
    'that should alter none use "point".',
};

export function unjudgedMetric(
  { gate, measure, unit, worse }: MetricGate,
  limit: number,
): UnjudgedVerdict {
  return { gate, measure, unit, limit: worse === 1 ? limit : 0 - limit };
}

/**
 * Judges a metric by one of two rules. `point` fails if it is worse by more than the limit and by more than the noise
 * floor, significant or not: the same videos and the same code give the same number, so a change has a cause.
 * `notWorse` fails unless the data prove that it is not worse by the limit, see `concludeNotWorse`.
 */
export function judgeMetric(variant: JudgedPart, task: MetricTask): GateVerdict {
  const { before, after } = variant.metrics[task.gate]!;
  const value = before.value === null || after.value === null ? null : after.value - before.value;
  const judged = task.rule === "point"
    ? judgeByPoint(variant, { ...task, value })
    : judgeByProof(variant, task);
  return {
    ...unjudgedMetric(task, task.limit),
    ...{ variant: variant.name, value, ...judged },
    ...(judged.outcome === "fail" && { advice: ADVICE[task.rule] }),
    begins: value === null ? null : leadingStage(variant.begins),
  };
}

function judgeByPoint(
  { metrics, comparison }: JudgedPart,
  { gate, worse, limit, value }: MetricTask & { readonly value: number | null },
): Judged {
  const { before, after } = metrics[gate]!;
  if (value === null) {
    return { outcome: "skipped", reason: before.reason ?? after.reason ?? "" };
  }
  const compared = comparison?.metrics[gate] ?? null;
  const noise = compared?.noise ?? 0;
  const outcome = value * worse > Math.max(limit, noise) ? "fail" : "pass";
  const noted = value * worse > limit && outcome === "pass" ? ` (noise floor ${noise})` : "";
  const reason = value === 0
    ? unchangedText(after)
    : `${changeText(before, after)}, ${significanceText(compared)}${noted}`;
  return { outcome, reason };
}

function judgeByProof(
  { metrics, comparison, movedVideos, videoNoise }: JudgedPart,
  { gate, worse, limit, groups }: MetricTask,
): Judged {
  const { before, after } = metrics[gate]!;
  const compared = comparison?.metrics[gate] ?? null;
  // No score changed at all, so that nothing is left to prove.
  if ((movedVideos === 0 && videoNoise === 0) || compared?.finding === "equal") {
    return proved({ reason: unchangedText(after) });
  }
  const missing = before.reason ?? after.reason;
  const { conclusion, provableMargin, reason } = missing === null
    ? concludeNotWorse({ comparison: compared, margin: limit, worse, groups })
    : cannotSay(missing);
  return {
    outcome: conclusion === "not worse" ? "pass" : "fail",
    ...{ conclusion, provableMargin },
    reason: missing === null ? `${changeText(before, after)}, ${reason}` : reason,
  };
}

/** The verdict of the rule `notWorse` on scores of which none changed. */
export function proved({ reason }: Pick<GateVerdict, "reason">): Judged {
  return { outcome: "pass", conclusion: "not worse", provableMargin: 0, reason };
}

function unchangedText({ value }: Estimate): string {
  return value === null ? "unchanged" : `unchanged, ${value.toFixed(3)}`;
}

function changeText(before: Estimate, after: Estimate): string {
  return `${before.value?.toFixed(3)} → ${after.value?.toFixed(3)}`;
}

/** The significance of a change, as a clause. */
function significanceText(comparison: MetricComparison | null): string {
  if (comparison === null) return "not tested";
  const { finding, doubt, difference: { interval } } = comparison;
  if (finding === "better" || finding === "worse") {
    const ends = interval.reason === null
      ? `, 95 % CI ${signed(interval.low)} to ${signed(interval.high)}`
      : "";
    return `significantly ${finding}${ends}`;
  }
  const what = finding === "unknown" ? "significance cannot be judged" : "not significant";
  return `${what}${doubt === null ? "" : `: ${doubt}`}`;
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(3)}`;
}
