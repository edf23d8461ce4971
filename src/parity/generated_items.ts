import type { ScoredItems } from "../metrics/contract.ts";

/** Formula for a list of labels and probabilities that is too long for the golden data. */
export interface ItemGenerator {
  readonly n: number;
  readonly seed: number;
  /** Share of fakes. */
  readonly prevalence: number;
  /** Separation of the probabilities of fakes from the others, at least 0. */
  readonly strength: number;
  /** Number of steps that probabilities are rounded down to; `null`: not rounded. */
  readonly levels: number | null;
}

/** Generates labels and probabilities by the formula. */
export function generatedItems(
  { n, seed, prevalence, strength, levels }: ItemGenerator,
): ScoredItems {
  const labels = new Uint8Array(n).map((_, i) => Number(hashed(i, seed) < prevalence));
  const probabilities = new Float64Array(n).map((_, i) => {
    const p = (hashed(i, seed + 1) + strength * labels[i]!) / (1 + strength);
    return levels === null ? p : Math.floor(p * levels) / levels;
  });
  return { labels, probabilities };
}

/** Hashes two integers to a number in [0, 1), as the golden data do. */
export function hashed(i: number, seed: number): number {
  let x = (Math.imul(i, 2654435761) + seed) >>> 0;
  for (let round = 0; round < 2; round++) x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0;
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}
