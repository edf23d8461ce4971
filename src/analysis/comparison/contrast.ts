import type { WeightedPairs } from "./swappable_scores.ts";
import type { ScoredVariant } from "../summary/scored_variant.ts";

/** A linear combination of variants' metrics. */
export type Contrast = readonly {
  /** Place of the variant. */
  readonly variant: number;
  readonly coefficient: number;
}[];

/** Shares of a coefficient that are rounding. */
const ROUNDING = 1e-12;

/**
 * Writes a contrast as weighted differences of pairs: what counts positively is paired, in order, with what counts
 * negatively, so that effects pair the settings that differ in nothing else.
 * @throws RangeError when the coefficients do not add up to 0
 */
export function contrastPairs(
  contrast: Contrast,
  scored: readonly ScoredVariant[],
): WeightedPairs {
  const [above, below] = [1, -1].map((sign) =>
    contrast.filter(({ coefficient }) => sign * coefficient > 0)
      .map(({ variant, coefficient }) => ({ variant, left: Math.abs(coefficient) }))
  );
  const pairs: { pair: readonly [ScoredVariant, ScoredVariant]; weight: number }[] = [];
  let [a, b] = [0, 0];
  while (a < above!.length && b < below!.length) {
    const [one, other] = [above![a]!, below![b]!];
    const weight = Math.min(one.left, other.left);
    if (weight > ROUNDING) {
      pairs.push({ pair: [scored[one.variant]!, scored[other.variant]!], weight });
    }
    one.left -= weight;
    other.left -= weight;
    if (one.left <= ROUNDING) a++;
    if (other.left <= ROUNDING) b++;
  }
  if (a < above!.length || b < below!.length) {
    throw new RangeError("the coefficients of a contrast do not add up to 0");
  }
  return pairs;
}
