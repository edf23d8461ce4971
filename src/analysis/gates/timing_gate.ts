import type { GateLimits, GateVerdict } from "../../records/gate_verdict.ts";
import type { Interval } from "../../records/metric_value.ts";
import type { ComparedVariant } from "../../records/run_comparison.ts";
import { normalQuantile } from "../../base/numeric/statistics/normal_distribution.ts";

type TimingLimits = NonNullable<GateLimits["timing"]>;

/** What is judged: the ratio of the times, and the ends of its interval with run-to-run variation. */
interface JudgedRatio {
  readonly low: number;
  readonly high: number;
}

/**
 * Fails if the time per video increased by more than a share, *and* by more than a floor in milliseconds, *and* by
 * more than run-to-run variation explains. Each run was timed once, so that this variation cannot be measured from the
 * two: the limit `runToRun` states it, and the interval over videos is widened by it. An increase above the limit that
 * it may explain is not judged. Skipped also if times cannot be compared, for example between different machines.
 */
export function judgeTiming(
  { name, timing }: ComparedVariant,
  { maxIncrease, minMs, runToRun }: TimingLimits,
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
  const judged = withRunToRun(ratio.value, interval, runToRun);
  const ends = `ratio 95 % CI ${judged.low.toFixed(2)} to ${judged.high.toFixed(2)}, ` +
    `with an assumed run-to-run variation of ${Number((100 * runToRun).toPrecision(3))} %`;
  return judged.low > 1
    ? { ...facts, outcome: "fail", value, reason: `${medians}, ${ends}` }
    : { ...facts, outcome: "skipped", value, reason: `${medians}, not judged: ${ends}` };
}

/**
 * Widens the interval of a ratio by the variation between two runs. Both are independent, so that the distances of the
 * ends from the ratio add up in squares, on the logarithmic scale, on which the variation is the standard deviation of
 * each of the two runs.
 */
function withRunToRun(
  ratio: number,
  { low, high }: Interval & { readonly reason: null },
  runToRun: number,
): JudgedRatio {
  const between = normalQuantile(0.975) * Math.SQRT2 * Math.log1p(runToRun);
  const below = Math.hypot(Math.log(ratio / low), between);
  const above = Math.hypot(Math.log(high / ratio), between);
  return { low: ratio * Math.exp(-below), high: ratio * Math.exp(above) };
}
