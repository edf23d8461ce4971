import type { Ends } from "./bootstrap_interval.ts";
import { quantile } from "./quantile.ts";
import { seededRandom } from "./seeded_random.ts";
import { weightedSums } from "./weighted_sums.ts";

/** A function of sums over clusters, with what one more cluster could add. */
export interface ExtendedSums {
  /** Contribution of each cluster, one column per sum. */
  readonly columns: readonly Float64Array[];
  /** Contributions of the best and of the worst cluster that could come next, one per column. */
  readonly best: Float64Array;
  readonly worst: Float64Array;
  /** NaN: undefined for these sums. */
  valueOf(sums: Float64Array): number;
}

const LOW = 0.025, HIGH = 0.975;

/** Uniform random numbers have this many steps. */
const STEPS = 2 ** 20;

/**
 * Computes a 95 % CI where the sample may lack what decides the value, such as a rare, expensive mistake: quantiles
 * over random weights of the clusters and of one more, which is the worst (for one end) and the best (for the other)
 * that could come. For a share of clusters the ends are those of Clopper and Pearson.
 * Sources: Gaffke, "Three test statistics for a nonparametric one-sided hypothesis on the mean of a nonnegative
 * variable", Mathematical Methods of Statistics 14, 2005; Learned-Miller and Thomas, "A new confidence interval for the
 * mean of a bounded random variable", arXiv:1905.06208, 2019.
 * @param options `draws`: sets of weights; `seed`: 0 … 2³²−1, equal seeds give equal weights
 * @returns the outermost of the ends with the best and with the worst cluster
 */
export function extraClusterEnds(
  { columns, best, worst, valueOf }: ExtendedSums,
  { draws, seed }: { readonly draws: number; readonly seed: number },
): Ends {
  const below = seededRandom(seed);
  const weights = new Float64Array(columns[0]!.length);
  const sums = new Float64Array(columns.length);
  const [withBest, withWorst] = [new Float64Array(draws), new Float64Array(draws)];
  const exponential = () => -Math.log((below(STEPS) + 0.5) / STEPS);
  for (let draw = 0; draw < draws; draw++) {
    for (let k = 0; k < weights.length; k++) weights[k] = exponential();
    weightedSums(columns, weights, sums);
    const extra = exponential();
    withBest[draw] = valueOf(sums.map((sum, c) => sum + extra * best[c]!));
    withWorst[draw] = valueOf(sums.map((sum, c) => sum + extra * worst[c]!));
  }
  const sorted = [withBest, withWorst].map((values) => values.sort());
  return [
    Math.min(...sorted.map((values) => quantile(values, LOW))),
    Math.max(...sorted.map((values) => quantile(values, HIGH))),
  ];
}
