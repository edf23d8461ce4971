import type { GateLimits, GateVerdict } from "../../records/gate_verdict.ts";
import type { ComparedVariant } from "../../records/run_comparison.ts";

/**
 * Fails if the time per video increased by more than a share, *and* by more than a floor in milliseconds, *and* the
 * 95 % CI of the ratio lies above 1. Skipped if times cannot be compared, for example between different machines.
 */
export function judgeTiming(
  { name, timing }: ComparedVariant,
  { maxIncrease, minMs }: NonNullable<GateLimits["timing"]>,
): GateVerdict {
  const facts = {
    ...{ gate: "timing", measure: "time per video", variant: name } as const,
    ...{ limit: maxIncrease, unit: "relative", begins: null } as const,
  };
  if (timing.refused !== null) {
    return { ...facts, outcome: "skipped", value: null, reason: timing.refused };
  }
  const { beforeMs, afterMs, ratio } = timing;
  if (ratio.value === null) {
    return { ...facts, outcome: "skipped", value: null, reason: ratio.reason };
  }
  const value = ratio.value - 1;
  const medians = `${beforeMs.toFixed(0)} ms per video before, ${afterMs.toFixed(0)} ms after`;
  const passing = { ...facts, outcome: "pass", value } as const;
  if (value <= maxIncrease) return { ...passing, reason: medians };
  if (afterMs - beforeMs <= minMs) {
    return { ...passing, reason: `${medians}: increase of at most ${minMs} ms is ignored` };
  }
  const { interval } = ratio;
  if (interval.reason !== null) {
    const reason = `${medians}, no 95 % CI: ${interval.reason}`;
    return { ...facts, outcome: "skipped", value, reason };
  }
  const ends = `ratio 95 % CI ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`;
  if (interval.low <= 1) return { ...passing, reason: `${medians}, not significant: ${ends}` };
  return { ...facts, outcome: "fail", value, reason: `${medians}, ${ends}` };
}
