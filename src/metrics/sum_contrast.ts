import { defined } from "../records/metric_value.ts";
import { distinctColumns } from "../base/numeric/statistics/distinct_columns.ts";
import { clusterMean, clusterSums, type SumMetric } from "./sum_metric.ts";

/** Terms of a linear combination of metrics of the same clusters. */
export type SumTerms = readonly {
  readonly metric: SumMetric;
  readonly coefficient: number;
}[];

/** Share of the terms below which their sum is nothing but rounding. */
const ROUNDING = 1e-14;

/** A linear combination of metrics of the same clusters, as one metric of sums. Means combine to one mean. */
export function sumContrast(terms: SumTerms): SumMetric {
  return terms.every(({ metric }) => metric.isMean) ? combinedMean(terms) : sharedSums(terms);
}

function combinedMean(terms: SumTerms): SumMetric {
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

/** Metrics that are not means: a function of the sums of all of them, equal sums taken once. */
function sharedSums(terms: SumTerms): SumMetric {
  const { columns, placeOf } = distinctColumns(terms.flatMap(({ metric }) => metric.columns));
  let from = 0;
  const parts = terms.map(({ metric, coefficient }) => {
    const places = placeOf.subarray(from, from += metric.columns.length);
    return { metric, coefficient, places };
  });
  const sumsOf = (sums: Float64Array, places: Uint32Array) =>
    Float64Array.from(places, (place) => sums[place]!);
  return clusterSums(columns, {
    isMean: false,
    fromSums(sums) {
      let total = 0;
      for (const { metric, coefficient, places } of parts) {
        const own = metric.fromSums(sumsOf(sums, places));
        if (own.value === null) return own;
        total += coefficient * own.value;
      }
      return defined(total);
    },
    gradient(sums) {
      const gradient = new Float64Array(sums.length);
      for (const { metric, coefficient, places } of parts) {
        metric.gradient(sumsOf(sums, places))
          .forEach((slope, k) => gradient[places[k]!]! += coefficient * slope);
      }
      return gradient;
    },
  });
}
