import { midranks } from "../numeric/midranks.ts";
import type { ScoredItems } from "./contract.ts";

/** For each item of a class the share of the other class that it is rightly ordered with, ties half. */
export interface Placements {
  /** Of the fakes, in the order of the items. */
  readonly fakes: Float64Array;
  /** Of the reals, in the order of the items. */
  readonly reals: Float64Array;
}

/**
 * Placements by ranks: rank among all less rank among its own class counts the other class below.
 * Source: Sun and Xu, IEEE Signal Processing Letters 21, 2014.
 */
export function placementsOf({ labels, probabilities }: ScoredItems): Placements {
  const fakes = probabilities.filter((_, k) => labels[k] === 1);
  const reals = probabilities.filter((_, k) => labels[k] === 0);
  const among = midranks(probabilities);
  const [fakesAmong, realsAmong] = [1, 0].map((label) =>
    among.filter((_, k) => labels[k] === label)
  );
  const [ownFakes, ownReals] = [midranks(fakes), midranks(reals)];
  return {
    fakes: fakes.map((_, k) => (fakesAmong[k] - ownFakes[k]) / reals.length),
    reals: reals.map((_, k) => 1 - (realsAmong[k] - ownReals[k]) / fakes.length),
  };
}
