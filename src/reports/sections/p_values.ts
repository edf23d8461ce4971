import { counted } from "../../base/text/counted.ts";
import type { JudgedDifference } from "../../records/comparison.ts";
import { largest } from "../../base/numeric/extremes.ts";

/** Explanations of the p-values, the same wherever these names stand. */
export const P_MEANING = "paired test, which also gives the 95 % CI of the difference";
export const SWAP_P_MEANING = "permutation test over groups";

/** Explanation of the adjusted p of differences that were judged together. */
export function adjustedPMeaning(judged: readonly Pick<JudgedDifference, "family">[]): string {
  const family = familyOf(judged);
  const correction = family < 2 ? "" : `, Holm-adjusted for ${counted(family, "comparison")}`;
  return "the larger p of the paired test and the permutation test over groups" +
    `${correction}; findings use it`;
}

/** Number of comparisons that differences judged together are corrected for; 0: none was tested. */
export function familyOf(judged: readonly Pick<JudgedDifference, "family">[]): number {
  return largest([0, ...judged.map(({ family }) => family)]);
}

/** `after correcting for 17 comparisons`; empty where at most one was made. */
export function correctionText(family: number): string {
  return family < 2 ? "" : `after correcting for ${counted(family, "comparison")}`;
}
