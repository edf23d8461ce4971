import { largest, smallest } from "../extremes.ts";
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
 * Computes 95 % CIs where the sample may lack what decides the value, such as a rare, expensive mistake: quantiles over
 * random weights of the clusters and of one more, which is the worst (for one end) and the best (for the other) that
 * could come. For a share of clusters the ends are those of Clopper and Pearson.
 * Sources: Gaffke, "Three test statistics for a nonparametric one-sided hypothesis on the mean of a nonnegative
 * variable", Mathematical Methods of Statistics 14, 2005; Learned-Miller and Thomas, "A new confidence interval for the
 * mean of a bounded random variable", arXiv:1905.06208, 2019.
 * @param all functions of the same clusters; they share the weights
 * @param options `draws`: sets of weights; `seed`: 0 … 2³²−1, equal seeds give equal weights
 * @returns for each the outermost of the ends with the best and with the worst cluster
 */
export function extraClusterEnds(
  all: readonly ExtendedSums[],
  { draws, seed }: { readonly draws: number; readonly seed: number },
): readonly Ends[] {
  const columns = all.flatMap((one) => one.columns);
  if (columns.length === 0) return [];
  const below = seededRandom(seed);
  const exponential = () => -Math.log((below(STEPS) + 0.5) / STEPS);
  const weights = new Float64Array(columns[0]!.length);
  const sums = new Float64Array(columns.length);
  const values = all.map(() => [new Float64Array(draws), new Float64Array(draws)]);
  for (let draw = 0; draw < draws; draw++) {
    for (let k = 0; k < weights.length; k++) weights[k] = exponential();
    weightedSums(columns, weights, sums);
    const extra = exponential();
    let from = 0;
    all.forEach(({ columns: { length }, best, worst, valueOf }, place) => {
      const own = sums.subarray(from, from += length);
      values[place]![0]![draw] = valueOf(own.map((sum, c) => sum + extra * best[c]!));
      values[place]![1]![draw] = valueOf(own.map((sum, c) => sum + extra * worst[c]!));
    });
  }
  return values.map(outermost);
}

function outermost(values: readonly Float64Array[]): Ends {
  const sorted = values.map((all) => all.sort());
  return [
    smallest(sorted.map((all) => quantile(all, LOW))),
    largest(sorted.map((all) => quantile(all, HIGH))),
  ];
}
