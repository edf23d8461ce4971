import type { Finding, SwapTest } from "../../records/comparison.ts";
import type { Estimate } from "../../records/metric_value.ts";

/** What decides whether a difference counts. */
export interface Evidence {
  /** With its 95 % interval. */
  readonly difference: Estimate;
  readonly swapTest: SwapTest;
  /** How far the metric moves when nothing is changed, at least 0; `null`: not measured, taken for none. */
  readonly noise: number | null;
  /** Of the metric. */
  readonly direction: "lower" | "higher";
}

/** A finding; `doubt` is why it is neither better nor worse. */
export interface Judgement {
  readonly finding: Finding;
  readonly doubt: string | null;
}

const LEVEL = 0.05;

/**
 * The rule for calling a variant better or worse: the 95 % interval leaves zero out, *and* the difference is
 * larger than the noise floor, *and* the swap test agrees (p at most 0.05). The swap test guards what intervals
 * are bad at, a change that touches few groups: of four groups that moved by as much, all move the same way by
 * chance in one case of eight, and the interval believes them. With fewer than six no p is small enough, and
 * nothing is shown.
 */
export function judge({ difference, swapTest, noise, direction }: Evidence): Judgement {
  const { value, interval: { low, high, reason } } = difference;
  if (value === null) return { finding: "unknown", doubt: difference.reason };
  if (low === null) return { finding: "unknown", doubt: reason };
  if (low === 0 && high === 0) return { finding: "equal", doubt: "it is zero in every sample" };
  const doubt = doubtOf({ value, low, high, noise: noise ?? 0, p: swapTest.pTwoSided });
  if (doubt !== null) return { finding: "not shown", doubt };
  return { finding: (value < 0) === (direction === "lower") ? "better" : "worse", doubt: null };
}

/** The first condition that is not met. */
function doubtOf(
  { value, low, high, noise, p }: {
    value: number;
    low: number;
    high: number;
    noise: number;
    p: number | null;
  },
): string | null {
  if (low <= 0 && high >= 0) return "the 95 % interval holds zero";
  if (Math.abs(value) <= noise) return "it is no larger than the noise floor";
  if (p === null || p > LEVEL) {
    return "swapping the two at random gives as much in more than 5 % of the cases";
  }
  return null;
}
