import type { MetricComparison } from "../../records/comparison.ts";
import type { GateVerdict } from "../../records/gate_verdict.ts";
import type { ComparedVariant } from "../../records/run_comparison.ts";
import { leadingStage } from "../../records/stage_counts.ts";

/** What is particular to the gate of one metric. */
export interface MetricGate {
  readonly gate: "logLoss" | "auc";
  readonly measure: string;
  readonly unit: GateVerdict["unit"];
  /** The sign of a change for the worse. */
  readonly worse: 1 | -1;
}

/**
 * Fails when the metric is worse by more than the limit and by more than the noise floor. Whether the change
 * could be chance among such videos does not decide: the same videos under the same code give the same number,
 * so a change has a cause. The reason says whether it is shown to be real.
 */
export function judgeMetric(
  variant: ComparedVariant,
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
    ? `unchanged at ${after.value.toFixed(3)}`
    : `${before.value.toFixed(3)} became ${after.value.toFixed(3)}, ${reality(comparison)}${noted}`;
  return { ...facts, outcome, value, reason, begins: leadingStage(variant.begins) };
}

/** Whether a change is more than chance and noise, as a clause. */
function reality(comparison: MetricComparison | null): string {
  if (comparison === null) return "not tested";
  const { finding, doubt, difference: { interval } } = comparison;
  if (finding === "better" || finding === "worse") {
    const ends = interval.reason === null
      ? `, 95 % interval ${signed(interval.low)} to ${signed(interval.high)}`
      : "";
    return `shown to be real (${finding}${ends})`;
  }
  return `not shown to be real${doubt === null ? "" : `: ${doubt}`}`;
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(3)}`;
}
