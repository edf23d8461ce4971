import { counted } from "../../base/text/counted.ts";
import type { Finding, SwapTest } from "../../records/comparison.ts";
import type { Estimate } from "../../records/metric_value.ts";

/** Evidence on a difference. */
export interface Evidence {
  /** Difference with its 95 % CI. */
  readonly difference: Estimate;
  readonly swapTest: SwapTest;
  /** Noise floor of the metric, at least 0; `null`: not measured, treated as 0. */
  readonly noise: number | null;
  /** Direction in which the metric is better. */
  readonly direction: "lower" | "higher";
  /** The test's p-value with Holm's correction for so many tests, which then decides; left out: the test's own does. */
  readonly corrected?: { readonly p: number | null; readonly tests: number } | undefined;
}

/** A finding, with the reason (`doubt`) if it is neither better nor worse. */
export interface Judgement {
  readonly finding: Finding;
  readonly doubt: string | null;
}

const LEVEL = 0.05;

/**
 * Decides whether a variant is better or worse: the 95 % CI excludes zero, *and* the difference exceeds the
 * noise floor, *and* the swap test (a permutation test over groups) has p ≤ 0.05. The swap test covers a weakness
 * of the intervals, changes that affect few groups: four groups that move by the same amount all move in the same
 * direction by chance with probability 1/8, yet the interval excludes zero. With fewer than six groups p cannot
 * reach 0.05, so no difference is significant.
 */
export function judge({ difference, swapTest, noise, direction, corrected }: Evidence): Judgement {
  const { value, interval: { low, high, reason } } = difference;
  if (value === null) return { finding: "unknown", doubt: difference.reason };
  if (low === null) return { finding: "unknown", doubt: reason };
  if (low === 0 && high === 0) {
    return { finding: "equal", doubt: "the difference is zero in every sample" };
  }
  const doubt = doubtOf({
    value,
    low,
    high,
    noise: noise ?? 0,
    ...testOf({ swapTest, corrected }),
  });
  if (doubt !== null) return { finding: "not shown", doubt };
  return { finding: (value < 0) === (direction === "lower") ? "better" : "worse", doubt: null };
}

/** The p-value that decides, and what it is corrected for. */
function testOf({ swapTest, corrected }: Pick<Evidence, "swapTest" | "corrected">) {
  return corrected === undefined ? { p: swapTest.pTwoSided, after: "" } : {
    p: corrected.p,
    after: ` after Holm's correction for ${counted(corrected.tests, "comparison")}`,
  };
}

/** The first condition that is not met. */
function doubtOf(
  { value, low, high, noise, p, after }: {
    value: number;
    low: number;
    high: number;
    noise: number;
    p: number | null;
    after: string;
  },
): string | null {
  if (low <= 0 && high >= 0) return "the 95 % CI contains zero";
  if (Math.abs(value) <= noise) return "the difference does not exceed the noise floor";
  if (p === null || p > LEVEL) {
    return `the permutation test has p > 0.05${after}`;
  }
  return null;
}
