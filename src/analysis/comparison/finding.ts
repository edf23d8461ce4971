import { FEWEST_GROUPS } from "../../records/group_counts.ts";
import { counted } from "../../base/text/counted.ts";
import type { JudgedDifference } from "../../records/comparison.ts";
import {
  defined,
  type Estimate,
  type MetricValue,
  undefinedBecause,
} from "../../records/metric_value.ts";
import { holmAdjusted } from "./holm.ts";

/** Evidence on a difference. */
export interface Evidence extends Pick<JudgedDifference, "test" | "swapTest" | "noise"> {
  readonly difference: Estimate;
  /** Direction in which the metric is better. */
  readonly direction: "lower" | "higher";
  /** Number of groups of the videos. */
  readonly groups: number;
  /** Names what is compared: comparisons with the same key are one. `null`: a score with itself. */
  readonly key: string | null;
}

/** Largest adjusted p of a significant difference: the probability of any false finding among those made together. */
const LEVEL = 0.05;

/** Reasons that do not depend on p. */
export const TOO_FEW_GROUPS = "there are fewer than six groups";
export const WITHIN_NOISE = "the difference does not exceed the noise floor";

/**
 * Decides which differences are statistically significant; nothing else in Assay does. A difference is better or
 * worse if there are at least six groups, the paired test and the swap test both have p ≤ 0.05, it exceeds the noise
 * floor, and the larger of the two p remains ≤ 0.05 with Holm's correction for all comparisons given. The swap test
 * covers a weakness of the paired test, changes that affect few groups: four groups that move by the same amount all
 * move in the same direction by chance with probability 1/8, yet the interval excludes zero.
 *
 * Comparisons with equal scores are one hypothesis and count once. A score with itself is no comparison: which ones
 * these are does not depend on the direction of any difference, so that leaving them out keeps the error rate (as in
 * Tarone, Biometrics 46, 1990, who leaves out tests that cannot reject).
 * @param together the comparisons that are made together, such as all variants of a run by one metric
 */
export function judge(together: readonly Evidence[]): readonly JudgedDifference[] {
  const family = [...Map.groupBy(together.filter(isTested), ({ key }) => key).values()]
    .map(([first]) => first!);
  const corrected = holmAdjusted(family.map(decidingP));
  const byKey = new Map(family.map(({ key }, k) => [key, corrected[k]!]));
  return together.map((evidence) => {
    const p = byKey.get(evidence.key) ?? null;
    const { test, swapTest, noise } = evidence;
    const found = findingOf(evidence, { p, family: family.length });
    const adjustedP = adjusted(found, p);
    return { test, swapTest, adjustedP, family: family.length, noise, ...found };
  });
}

function adjusted(
  { finding, doubt }: Pick<JudgedDifference, "finding" | "doubt">,
  p: number | null,
): MetricValue {
  if (finding === "equal") return defined(1);
  return p === null ? undefinedBecause(doubt ?? "it was not tested") : defined(p);
}

/** The larger p of both tests; 1 without one. */
function decidingP({ test, swapTest }: Evidence): number {
  return Math.max(test.p ?? 1, swapTest.pTwoSided ?? 1);
}

/** Whether it counts in a family: it could be significant. */
function isTested(evidence: Evidence): boolean {
  return evidence.key !== null && evidence.groups >= FEWEST_GROUPS &&
    whyUntested(evidence) === null;
}

function whyUntested({ difference, test, swapTest }: Evidence): string | null {
  return difference.reason ?? test.reason ?? swapTest.reason;
}

function findingOf(
  evidence: Evidence,
  corrected: { readonly p: number | null; readonly family: number },
): Pick<JudgedDifference, "finding" | "doubt"> {
  const { difference: { value }, key, direction } = evidence;
  const untested = whyUntested(evidence);
  if (value === null) return { finding: "unknown", doubt: untested };
  if (key === null) return { finding: "equal", doubt: "the scores of all videos are the same" };
  if (untested !== null) return { finding: "unknown", doubt: untested };
  const doubt = doubtOf(evidence, corrected);
  if (doubt !== null) return { finding: "not shown", doubt };
  return { finding: (value < 0) === (direction === "lower") ? "better" : "worse", doubt: null };
}

/** The first condition that is not met. */
function doubtOf(
  { difference, groups, test, swapTest, noise }: Evidence,
  { p, family }: { readonly p: number | null; readonly family: number },
): string | null {
  if (groups < FEWEST_GROUPS) return TOO_FEW_GROUPS;
  if (!isAtLevel(test.p)) return "the 95 % CI contains zero";
  if (!isAtLevel(swapTest.pTwoSided)) return "the permutation test has p > 0.05";
  if (Math.abs(difference.value ?? 0) <= (noise ?? 0)) return WITHIN_NOISE;
  if (!isAtLevel(p)) return `p > 0.05 after correcting for ${counted(family, "comparison")}`;
  return null;
}

function isAtLevel(p: number | null): boolean {
  return p !== null && p <= LEVEL;
}
