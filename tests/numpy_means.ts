import { readFileSync } from "node:fs";
import { type FloatFormat, roundTo } from "../src/base/numeric/numpy/float_format.ts";

/** What NumPy makes of an array that `scoresOf` builds. */
export interface NumpyMeans {
  readonly format: FloatFormat;
  readonly length: number;
  readonly seed: number;
  /** The two values that scores have; `null`: any value in [0, 1). */
  readonly levels: readonly [number, number] | null;
  readonly mean: number;
  readonly median: number;
  readonly trimmedMean: number;
}

/** The cases of `golden/numpy_means.json`, which says where they come from. */
export function numpyMeans(): readonly NumpyMeans[] {
  const text = readFileSync(new URL("golden/numpy_means.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly cases: readonly NumpyMeans[] }).cases;
}

export function scoresOf({ format, length, seed, levels }: NumpyMeans): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const u = hash(i, seed);
    return levels === null ? roundTo(format, u) : levels[u < 0.5 ? 0 : 1];
  });
}

function hash(i: number, seed: number): number {
  let x = (Math.imul(i, 2654435761) + seed) >>> 0;
  for (let round = 0; round < 2; round++) x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}
