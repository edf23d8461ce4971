import { clusterMean, type SumMetric } from "./sum_metric.ts";

/** Terms of a linear combination of metrics of the same clusters. */
export type SumTerms = readonly {
  readonly metric: SumMetric;
  readonly coefficient: number;
}[];

/** Share of the terms below which their sum is nothing but rounding. */
const ROUNDING = 1e-14;

/** A linear combination of means over the same clusters, as one mean. @throws RangeError for a metric that is none */
export function sumContrast(terms: SumTerms): SumMetric {
  if (!terms.every(({ metric }) => metric.isMean)) throw new RangeError("a metric is no mean");
  const [, counts] = terms[0]!.metric.columns;
  const totals = new Float64Array(counts!.length);
  const sizes = new Float64Array(counts!.length);
  for (const { metric, coefficient } of terms) {
    metric.columns[0]!.forEach((value, cluster) => {
      totals[cluster]! += coefficient * value;
      sizes[cluster]! += Math.abs(coefficient * value);
    });
  }
  const exact = totals.map((total, k) => Math.abs(total) <= ROUNDING * sizes[k]! ? 0 : total);
  return clusterMean(exact, counts!);
}
