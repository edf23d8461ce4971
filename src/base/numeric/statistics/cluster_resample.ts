import { seededRandom } from "./seeded_random.ts";

/** Multiplicity of each item, or each cluster, in a sample. */
export type Weights = Uint32Array;

/** Items grouped into clusters that are resampled as a whole. */
export interface Clusters {
  /** Cluster of each item, 0 … count − 1. */
  readonly ofItem: Uint32Array;
  /** Number of clusters. */
  readonly count: number;
}

/** Makes each item a cluster of its own. */
export function eachAlone(items: number): Clusters {
  const ofItem = new Uint32Array(items);
  for (let k = 0; k < items; k++) ofItem[k] = k;
  return { ofItem, count: items };
}

/** Numbers distinct names in order of first appearance. */
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
  /** Seed, 0 … 2³²−1; equal seeds give equal samples. */
  readonly seed: number;
}

/**
 * Yields bootstrap samples of whole clusters: each draws as many clusters as there are, with replacement, and
 * gives the multiplicity of each cluster in one array that is reused.
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
