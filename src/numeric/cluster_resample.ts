import { seededRandom } from "./seeded_random.ts";

/** How often each item counts in a sample: one whole number per item. */
export type Weights = Uint32Array;

/** Items that move together. */
export interface Clusters {
  /** Cluster of each item, 0 … count − 1. */
  readonly ofItem: Uint32Array;
  /** Number of clusters. */
  readonly count: number;
}

/** Numbers the distinct names in order of first appearance. */
export function clustersOf(names: readonly string[]): Clusters {
  const numbers = new Map<string, number>();
  const ofItem = Uint32Array.from(names, (name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  return { ofItem, count: numbers.size };
}

/**
 * Bootstrap samples of whole clusters: each draws as many clusters as there are, with replacement, and tells
 * how often each item is in it. The same array is yielded every time, with new contents.
 * Source: Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 3.8.
 * @param options `draws`: number of samples; `seed`: 0 … 2³²−1, equal seeds give equal samples
 */
export function* clusterResamples(
  { ofItem, count }: Clusters,
  { draws, seed }: { readonly draws: number; readonly seed: number },
): Generator<Weights> {
  const below = seededRandom(seed);
  const timesDrawn = new Uint32Array(count);
  const weights = new Uint32Array(ofItem.length);
  for (let draw = 0; draw < draws; draw++) {
    timesDrawn.fill(0);
    for (let k = 0; k < count; k++) timesDrawn[below(count)]++;
    for (let k = 0; k < weights.length; k++) weights[k] = timesDrawn[ofItem[k]];
    yield weights;
  }
}
