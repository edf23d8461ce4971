import { counted } from "../../base/text/counted.ts";
import type { MetricComparison } from "../../records/comparison.ts";
import type { Conclusion } from "../../records/gate_verdict.ts";
import { FEW_GROUPS, FEWEST_GROUPS } from "../../records/group_counts.ts";
import type { Interval } from "../../records/metric_value.ts";

type Tested = Pick<MetricComparison, "difference" | "noise" | "finding" | "doubt">;
type Ends = Extract<Interval, { readonly reason: null }>;

/** What is known of a change that must be proved to be no change for the worse. */
export interface NotWorseFacts {
  /** Paired difference, run minus baseline, with its 95 % CI, and its finding; `null`: it was not tested. */
  readonly comparison: Tested | null;
  /** Largest change for the worse that is accepted, at least 0. */
  readonly margin: number;
  /** Sign of a change for the worse. */
  readonly worse: 1 | -1;
  /** Number of groups that the interval is over. */
  readonly groups: number;
}

type TestedFacts = NotWorseFacts & { readonly comparison: Tested };

export interface NotWorse {
  readonly conclusion: Conclusion;
  /** The smallest margin that these data could prove, rounded up; `null`: none. */
  readonly provableMargin: number | null;
  /** A clause. */
  readonly reason: string;
}

/**
 * Concludes from the 95 % CI of a paired difference whether it is proved not to be worse by a margin
 * (non-inferiority). The end on the worse side, moved outward for few groups and by the noise floor, must lie within the
 * margin. A change that is significantly worse and yet within the margin is accepted: the margin is what a user accepts.
 * Otherwise it is worse where the difference is significant, and cannot be told where it is not.
 * Source: Piaggio et al., JAMA 308(24), 2012 (CONSORT for non-inferiority trials), figure 1.
 */
export function concludeNotWorse(facts: NotWorseFacts): NotWorse {
  const { comparison, groups } = facts;
  if (comparison === null) return cannotSay("the change was not tested: no margin can be proved");
  const { interval } = comparison.difference;
  const obstacle = groups < FEWEST_GROUPS ? tooFewText(groups) : interval.reason;
  if (interval.reason !== null || obstacle !== null) {
    return cannotSay(`${obstacle}: no margin can be proved`);
  }
  // For instance an AUC of 1 before and after: the next video may be the first that is ranked wrong.
  if (interval.low === interval.high && groups < FEW_GROUPS) {
    return cannotSay(`no sample of the ${groups} groups differs: no margin can be proved`);
  }
  return concludeFrom(interval, { ...facts, comparison });
}

function concludeFrom(interval: Ends, facts: TestedFacts): NotWorse {
  const { comparison: { finding, doubt }, margin } = facts;
  const end = provedEnd(interval, facts);
  const provableMargin = marginAbove(end);
  const isWorse = finding === "worse";
  const ends = `95 % CI ${signed(interval.low)} to ${signed(interval.high)}`;
  const taken = `${ends}${outwardText(interval, { ...facts, end })}`;
  if (end < margin) {
    const within = `within the margin of ${margin}`;
    const reason = isWorse
      ? `worse, but ${within}: ${taken}`
      : `proved not worse: ${taken}, ${within}`;
    return { conclusion: "not worse", provableMargin, reason };
  }
  if (isWorse) return { conclusion: "worse", provableMargin, reason: `worse: ${ends}` };
  return cannotSay(
    `${taken} reaches the margin of ${margin}, and worse is not shown either${
      doubt === null ? "" : ` (${doubt})`
    }; the smallest margin that these data could prove is ${provableMargin}`,
    provableMargin,
  );
}

/**
 * The end of the interval on the worse side, above 0 is worse, as far out as a proof needs it: the reach of the interval
 * times √(G/(G − 5)) for G groups, plus the noise floor. Without the factor, which was chosen by simulation, AUC that is
 * worse by the margin was called not worse in 11 to 18 % with 8 groups, since its intervals are made for no change.
 */
function provedEnd(
  { low, high }: Ends,
  { comparison: { difference, noise }, worse, groups }: TestedFacts,
): number {
  const value = worse * (difference.value ?? 0);
  const reach = (worse === 1 ? high : -low) - value;
  return value + Math.sqrt(groups / (groups - 5)) * reach + (noise ?? 0);
}

/** The conclusion where nothing can be concluded. @param why a clause */
export function cannotSay(why: string, provableMargin: number | null = null): NotWorse {
  return { conclusion: "cannot say", provableMargin, reason: `cannot say: ${why}` };
}

function tooFewText(groups: number): string {
  const are = groups === 1 ? "is" : "are";
  return `there ${are} only ${counted(groups, "group")}, and ${FEWEST_GROUPS} are needed`;
}

/** How far out a proof takes the interval, and why; empty: no farther, by the digits shown. */
function outwardText(
  { low, high }: Ends,
  { comparison: { noise }, groups, worse, end }: TestedFacts & { readonly end: number },
): string {
  const taken = signed(worse * end);
  if (taken === signed(worse === 1 ? high : low)) return "";
  const floor = noise ? ` and a noise floor of ${Number(noise.toPrecision(2))}` : "";
  return ` (${taken} for a proof with ${counted(groups, "group")}${floor})`;
}

/** Decimal places that a margin is rounded up to, at most. */
const MOST_PLACES = 6;

/**
 * The smallest margin of two significant digits above the end of an interval, so that the same data prove it.
 * @param end of the interval on the worse side, above 0 is worse
 * @returns 0 if the interval lies on the better side
 */
export function marginAbove(end: number): number {
  if (end < 0) return 0;
  const places = Math.min(MOST_PLACES, end === 0 ? MOST_PLACES : 1 - Math.floor(Math.log10(end)));
  const step = 10 ** -places;
  let steps = Math.floor(end / step);
  const margin = () => Number((steps * step).toFixed(Math.max(0, places)));
  while (margin() <= end) steps += 1;
  return margin();
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value.toFixed(4)}`;
}
