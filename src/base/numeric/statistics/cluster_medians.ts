import { clusterDraws, type Clusters, type ResampleOptions } from "./cluster_resample.ts";
import { weightedSums } from "./weighted_sums.ts";

/**
 * Computes the median of each bootstrap sample of whole clusters; for an even number of values the mean of the
 * middle two. Medians of samples lie near that of all values, so values well below it are counted by cluster
 * and the others one by one.
 * @param values at least one
 */
export function clusterMedians(
  values: Float64Array,
  clusters: Clusters,
  options: ResampleOptions,
): Float64Array {
  const { ofItem, count } = clusters;
  const order = Uint32Array.from(values, (_, k) => k).sort((a, b) => values[a]! - values[b]!);
  const sizes = new Float64Array(count);
  for (const cluster of ofItem) sizes[cluster]! += 1;
  const from = firstCounted(sizes, values.length);
  const below = new Float64Array(count);
  for (let k = 0; k < from; k++) below[ofItem[order[k]!]!]! += 1;
  const sums = new Float64Array(2);
  const medians = new Float64Array(options.draws);
  let draw = 0;
  for (const weights of clusterDraws(count, options)) {
    weightedSums([sizes, below], Float64Array.from(weights), sums);
    const total = sums[0]!, passed = sums[1]!;
    const isPast = passed > Math.floor((total - 1) / 2); // an outlying sample is counted from the start
    const start = isPast ? { place: 0, passed: 0 } : { place: from, passed };
    medians[draw++] = middle(start, total, {
      value: (place) => values[order[place]!]!,
      weight: (place) => weights[ofItem[order[place]!]!]!,
    });
  }
  return medians;
}

/**
 * Computes how many of the sorted values lie below the median in almost every sample: six standard deviations
 * of the number of a sample's values below the overall median, which is at most half the root of the clusters'
 * squared sizes.
 */
function firstCounted(sizes: Float64Array, values: number): number {
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  return Math.max(0, Math.floor(values / 2 - 3 * Math.sqrt(squares)));
}

/** Finds the median of sorted values with weights, `passed` of which lie before `place`. */
function middle(
  start: { readonly place: number; readonly passed: number },
  total: number,
  sorted: { value(place: number): number; weight(place: number): number },
): number {
  const [lower, upper] = [Math.floor((total - 1) / 2), Math.ceil((total - 1) / 2)];
  let { place, passed } = start;
  let low = NaN;
  for (;; place++) {
    passed += sorted.weight(place);
    if (Number.isNaN(low) && passed > lower) low = sorted.value(place);
    if (passed > upper) return (low + sorted.value(place)) / 2;
  }
}
