/** The golden data's hash `h(i, 0, seed)`, in [0, 1). */
export function hashed(i: number, seed: number): number {
  let x = (Math.imul(i, 2654435761) + seed) >>> 0;
  for (let round = 0; round < 2; round++) x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0;
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/** How golden labels and scores are made. */
export interface ScoreGenerator {
  readonly n: number;
  readonly seed: number;
  readonly prevalence: number;
  readonly strength: number;
  readonly levels: number | null;
}

/** Labels (1 is fake) and P(fake) of a golden data set that is given by its generator. */
export function generatedScores(
  { n, seed, prevalence, strength, levels }: ScoreGenerator,
): { readonly labels: Uint8Array; readonly probabilities: Float64Array } {
  const labels = new Uint8Array(n).map((_, k) => Number(hashed(k, seed) < prevalence));
  const probabilities = new Float64Array(n).map((_, k) => {
    const p = (hashed(k, seed + 1) + strength * labels[k]) / (1 + strength);
    return levels === null ? p : Math.floor(p * levels) / levels;
  });
  return { labels, probabilities };
}
