import type { ScoredItems } from "../metrics/contract.ts";

/** How the golden data describe a list of labels and probabilities that is too long to write down. */
export interface ItemGenerator {
  readonly n: number;
  readonly seed: number;
  /** Share of fakes. */
  readonly prevalence: number;
  /** How far probabilities of fakes lie above the others. */
  readonly strength: number;
  /** Probabilities are rounded down to so many steps; `null`: they are not. */
  readonly levels: number | null;
}

/** The items that a generator stands for. */
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

/** The golden data's hash of two integers, in [0, 1). */
export function hashed(i: number, seed: number): number {
  let x = (Math.imul(i, 2654435761) + seed) >>> 0;
  for (let round = 0; round < 2; round++) x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0;
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}
