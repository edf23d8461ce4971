import { placementsOf } from "../../metrics/placements.ts";

/** Two scorings of the same videos. */
export interface TwoScorings {
  /** 1 is fake, 0 is real; both classes are there. */
  readonly labels: Uint8Array;
  /** P(fake) by the first and by the second. */
  readonly scores: readonly [Float64Array, Float64Array];
}

/**
 * What each video adds to AUC of the first scoring minus that of the second; where its scores change places it
 * takes as much away, so that the difference after any swap is a sum over videos. For with x telling whether
 * a score is in the first sample, a fake f and a real r are a pair of the first where x_f·x_r = 1, of the
 * second where (1 − x_f)(1 − x_r) = 1, and the difference of these products is x_f + x_r − 1: no products
 * are left. Each score thus adds its placement among all scores of the other class, of both scorings.
 * @returns one number for each video
 */
export function swappedAucEffects({ labels, scores: [first, second] }: TwoScorings): Float64Array {
  const n = labels.length;
  const both = placementsOf({
    labels: Uint8Array.from({ length: 2 * n }, (_, k) => labels[k % n]),
    probabilities: Float64Array.from({ length: 2 * n }, (_, k) => k < n ? first[k] : second[k - n]),
  });
  const fakes = both.fakes.length / 2;
  const reals = both.reals.length / 2;
  const [ofFakes, ofReals] = [apart(both.fakes), apart(both.reals)];
  let [fake, real] = [0, 0];
  return Float64Array.from(
    labels,
    (label) => label === 1 ? ofFakes[fake++] / fakes : ofReals[real++] / reals,
  );
}

/** Of the first half of the values minus the second. */
function apart(values: Float64Array): Float64Array {
  const half = values.length / 2;
  return Float64Array.from({ length: half }, (_, k) => values[k] - values[half + k]);
}
