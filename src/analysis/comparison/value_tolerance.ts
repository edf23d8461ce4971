import type { MetricNoise, NoiseFloor } from "../../records/comparison.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { VariantPair } from "./first_difference.ts";

/** A measured noise floor; metrics without one are left out. */
export interface KnownNoise extends Pick<NoiseFloor, "largestVideo"> {
  readonly metrics: Readonly<Record<string, MetricNoise>>;
}

/** Tolerances of a face's P(fake) on a GPU: in float32, and in float16 or with TF32. */
const FULL_PRECISION = 1e-3;
const HALF_PRECISION = 5e-3;

/**
 * The tolerance of a video's P(fake) where either run was on a GPU: the noise floor if measured, else the
 * tolerance of GPUs against the CPU. `null`: both ran on the CPU, whose results are bit-identical.
 */
export function valueTolerance(
  manifests: readonly [RunManifest, RunManifest],
  { before, after }: VariantPair,
  noise: KnownNoise | null,
): number | null {
  if (manifests.every(({ execution }) => execution.used !== "cuda")) return null;
  if (noise !== null) return noise.largestVideo;
  const isHalf = manifests.some(({ execution }) => execution.tf32 === true) ||
    [before, after].some(({ parameters }) => parameters.precision === "fp16");
  return isHalf ? HALF_PRECISION : FULL_PRECISION;
}
