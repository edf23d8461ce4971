import type { MetricComparison } from "../../records/comparison.ts";
import type { GateVerdict } from "../../records/gate_verdict.ts";
import type { JudgedPart } from "../../records/run_comparison.ts";
import { leadingStage } from "../../records/stage_counts.ts";

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

/**
 * Fails if the metric is worse by more than the limit and by more than the noise floor. Statistical significance
 * does not decide: the same videos and the same code give the same number, so a change has a cause. The reason
 * includes whether the change is significant.
 */
export function judgeMetric(
  variant: JudgedPart,
  limit: number,
  { gate, measure, unit, worse }: MetricGate,
): GateVerdict {
  const { before, after } = variant.metrics[gate]!;
  const facts = {
    gate,
    measure,
    variant: variant.name,
    unit,
    limit: worse === 1 ? limit : 0 - limit,
  };
  if (before.value === null || after.value === null) {
    const reason = before.reason ?? after.reason ?? "";
    return { ...facts, outcome: "skipped", value: null, reason, begins: null };
  }
  const value = after.value - before.value;
  const comparison = variant.comparison?.metrics[gate] ?? null;
  const noise = comparison?.noise ?? 0;
  const outcome = value * worse > Math.max(limit, noise) ? "fail" : "pass";
  const noted = value * worse > limit && outcome === "pass" ? ` (noise floor ${noise})` : "";
  const reason = value === 0
    ? `unchanged, ${after.value.toFixed(3)}`
    : `${before.value.toFixed(3)} → ${after.value.toFixed(3)}, ${
      significanceText(comparison)
    }${noted}`;
  return { ...facts, outcome, value, reason, begins: leadingStage(variant.begins) };
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
  return `not significant${doubt === null ? "" : `: ${doubt}`}`;
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(3)}`;
}
