import { placementsOf } from "../../metrics/placements.ts";

/** Two scorings of the same videos. */
interface TwoScorings {
  /** Labels: 1 is fake, 0 is real; both classes are there. */
  readonly labels: Uint8Array;
  /** P(fake) by the first and by the second. */
  readonly scores: readonly [Float64Array, Float64Array];
}

/**
 * Computes each video's contribution to AUC of the first scoring minus AUC of the second. Swapping a video's
 * scores changes the sign of its contribution, so the difference after any swap is a sum over videos. Proof: let
 * x be 1 for a score in the first sample, else 0. A fake f and a real r are a pair of the first sample if
 * x_f·x_r = 1, of the second if (1 − x_f)(1 − x_r) = 1, and the difference of these products is x_f + x_r − 1,
 * which has no product. Each score thus contributes its placement among all scores of the other class, of both
 * scorings.
 * @returns one number per video
 */
export function swappedAucEffects({ labels, scores: [first, second] }: TwoScorings): Float64Array {
  const n = labels.length;
  const both = placementsOf({
    labels: Uint8Array.from({ length: 2 * n }, (_, k) => labels[k % n]!),
    probabilities: Float64Array.from(
      { length: 2 * n },
      (_, k) => k < n ? first[k]! : second[k - n]!,
    ),
  });
  const fakes = both.fakes.length / 2;
  const reals = both.reals.length / 2;
  const [ofFakes, ofReals] = [differenceOfHalves(both.fakes), differenceOfHalves(both.reals)];
  let [fake, real] = [0, 0];
  return Float64Array.from(
    labels,
    (label) => label === 1 ? ofFakes[fake++]! / fakes : ofReals[real++]! / reals,
  );
}

/** The first half of the values minus the second half. */
function differenceOfHalves(values: Float64Array): Float64Array {
  const half = values.length / 2;
  return Float64Array.from({ length: half }, (_, k) => values[k]! - values[half + k]!);
}
