import type { GateLimits, GateName, GateVerdict } from "../../records/gate_verdict.ts";
import type { ComparedVariant, RunComparison } from "../../records/run_comparison.ts";
import { judgeCoverage } from "./coverage_gate.ts";
import { judgeDigests } from "./digest_gate.ts";
import { judgeDrift } from "./drift_gate.ts";
import { AUC, judgeMetric, LOG_LOSS } from "./metric_gate.ts";
import { judgeSlices } from "./slice_gates.ts";
import { judgeTiming } from "./timing_gate.ts";

/** Measure and unit of each gate, for gates that are off. */
const MEASURES: Readonly<Record<GateName, readonly [string, GateVerdict["unit"]]>> = {
  digests: ["stages differ", "videos"],
  coverage: ["videos scored, faces found", "share"],
  drift: ["videos changed, mean change", "share"],
  logLoss: ["log loss", "nats"],
  auc: ["AUC", "none"],
  timing: ["time per video", "relative"],
  anchor: ["change since the anchor", "none"],
};

/**
 * Judges each variant by each gate, stages first, since a change there affects everything after it. A
 * variant that only the baseline has fails the coverage gate; one that only the run has cannot be judged.
 * @param comparison of the baseline (before) with the run (after), with all moved videos
 * @returns by variant, then by gate, those of slices last
 */
export function judgeGates(comparison: RunComparison, gates: GateLimits): readonly GateVerdict[] {
  const { videos: { all: videos, groups }, slices, stagesRefused } = comparison;
  const ground = { videos, groups, slices, stagesRefused };
  return [
    ...comparison.variants.flatMap((variant) => judgeVariant(variant, gates, ground)),
    ...comparison.onlyBefore.variants.map((name) => missing(name, gates)),
    ...comparison.onlyAfter.variants.map(unknown),
  ];
}

/** What all variants share. */
interface Ground extends Pick<RunComparison, "slices"> {
  readonly videos: number;
  /** Number of groups of the labelled videos. */
  readonly groups: number;
  readonly stagesRefused: string | undefined;
}

function judgeVariant(
  variant: ComparedVariant,
  { logLoss, auc, drift, coverage, digests, timing, slices }: GateLimits,
  ground: Ground,
): readonly GateVerdict[] {
  const off = (gate: GateName) => turnedOff(variant, gate);
  const { groups } = ground;
  return [
    digests === null
      ? off("digests")
      : ground.stagesRefused === undefined
      ? judgeDigests(variant, digests)
      : { ...off("digests"), reason: ground.stagesRefused },
    ...(coverage === null ? [off("coverage")] : judgeCoverage(variant, coverage)),
    ...(drift === null ? [off("drift")] : judgeDrift(variant, drift, ground)),
    logLoss === null
      ? off("logLoss")
      : judgeMetric(variant, { ...LOG_LOSS, ...logLoss, limit: logLoss.maxIncrease, groups }),
    auc === null
      ? off("auc")
      : judgeMetric(variant, { ...AUC, ...auc, limit: auc.maxDecrease, groups }),
    timing === null ? off("timing") : judgeTiming(variant, timing),
    ...(slices === undefined ? [] : judgeSlices(variant, slices, ground.slices)),
  ];
}

function turnedOff({ name }: ComparedVariant, gate: GateName): GateVerdict {
  const [measure, unit] = MEASURES[gate];
  const nothing = { value: null, limit: null, begins: null };
  return { gate, measure, variant: name, outcome: "skipped", unit, reason: "off", ...nothing };
}

function missing(variant: string, { coverage }: GateLimits): GateVerdict {
  return {
    ...presence(variant),
    outcome: coverage === null ? "skipped" : "fail",
    reason: "missing from the run",
  };
}

function unknown(variant: string): GateVerdict {
  return {
    ...presence(variant),
    outcome: "skipped",
    reason: "not in the baseline",
  };
}

function presence(variant: string): Omit<GateVerdict, "outcome" | "reason"> {
  const nothing = { value: null, limit: null, begins: null };
  return { gate: "coverage", measure: "variant", variant, unit: "none", ...nothing };
}
