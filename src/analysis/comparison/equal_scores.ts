import type { Contrast } from "./contrast.ts";

/** Coefficients closer to each other than this differ by rounding. */
const ROUNDING_DIGITS = 9;

/** For each list of scores the place of the first that is equal to it. */
export function firstEqualScores(scores: readonly Float64Array[]): readonly number[] {
  const bySum = new Map<number, number[]>();
  return scores.map((own, place) => {
    const sum = own.reduce((total, score) => total + score, 0);
    const alike = bySum.get(sum) ?? [];
    bySum.set(sum, alike);
    const first = alike.find((other) => areEqual(own, scores[other]!));
    if (first === undefined) alike.push(place);
    return first ?? place;
  });
}

/**
 * A key of a linear combination of variants, equal for combinations that are equal because their scores are.
 * @param firstEqual of `firstEqualScores`, by the variants' places
 * @returns `null` if everything cancels out
 */
export function contrastKey(contrast: Contrast, firstEqual: readonly number[]): string | null {
  const sums = new Map<number, number>();
  for (const { variant, coefficient } of contrast) {
    const first = firstEqual[variant]!;
    sums.set(first, (sums.get(first) ?? 0) + coefficient);
  }
  const terms = [...sums]
    .map(([variant, sum]) => [variant, Number(sum.toFixed(ROUNDING_DIGITS))] as const)
    .filter(([, sum]) => sum !== 0)
    .sort(([a], [b]) => a - b);
  return terms.length === 0 ? null : JSON.stringify(terms);
}

function areEqual(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((score, k) => score === other[k]);
}
