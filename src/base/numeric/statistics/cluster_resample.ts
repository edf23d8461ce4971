import { seededRandom } from "./seeded_random.ts";

/** How often each item, or each cluster, counts in a sample: one whole number for each. */
export type Weights = Uint32Array;

/** Items that move together. */
export interface Clusters {
  /** Cluster of each item, 0 … count − 1. */
  readonly ofItem: Uint32Array;
  /** Number of clusters. */
  readonly count: number;
}

/** Items of which each is a cluster of its own. */
export function eachAlone(items: number): Clusters {
  const ofItem = new Uint32Array(items);
  for (let k = 0; k < items; k++) ofItem[k] = k;
  return { ofItem, count: items };
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

export interface ResampleOptions {
  /** Number of samples. */
  readonly draws: number;
  /** 0 … 2³²−1; equal seeds give equal samples. */
  readonly seed: number;
}

/**
 * Bootstrap samples of whole clusters: each draws as many clusters as there are, with replacement, and tells
 * how often each cluster is in it. The same array is yielded every time, with new contents.
 * Source: Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 3.8.
 */
export function* clusterDraws(
  count: number,
  { draws, seed }: ResampleOptions,
): Generator<Weights> {
  const below = seededRandom(seed);
  const timesDrawn = new Uint32Array(count);
  for (let draw = 0; draw < draws; draw++) {
    timesDrawn.fill(0);
    for (let k = 0; k < count; k++) timesDrawn[below(count)]!++;
    yield timesDrawn;
  }
}
