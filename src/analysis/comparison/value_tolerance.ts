import type { MetricNoise, NoiseFloor } from "../../records/comparison.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { VariantPair } from "./first_difference.ts";

/** How far things move when nothing is changed; metrics of which it is not known may be missing. */
export interface KnownNoise extends Pick<NoiseFloor, "largestVideo"> {
  readonly metrics: Readonly<Record<string, MetricNoise>>;
}

/** How far the same face's P(fake) may be apart on a GPU: in float32, and in float16 or with TF32. */
const FULL_PRECISION = 1e-3;
const HALF_PRECISION = 5e-3;

/**
 * How far P(fake) of a video may move without anything having changed, where either run was on a GPU: the
 * noise floor, else what GPUs are allowed against the CPU. `null`: both ran on the CPU, where equal work gives
 * equal bits.
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
