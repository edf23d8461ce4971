import type { KnownNoise } from "../../records/comparison.ts";
import { isImported } from "../../records/imported_scores.ts";
import type { RunManifest } from "../../records/manifest.ts";
import {
  type ParameterPair,
  type ValueCause,
  valueCauses,
  type ValuedStage,
} from "./value_causes.ts";

/** How stages are judged whose last bits may differ although nothing was changed. */
export interface ValueTolerance {
  /** Largest change of a video's P(fake) that counts as none, in [0, 1]. */
  readonly largest: number;
  /** Stages whose own output may differ within it. */
  readonly stages: readonly ValuedStage[];
  readonly causes: readonly ValueCause[];
}

/** Tolerances of a face's P(fake) between kinds of machines: in float32, and in float16 or with TF32. */
const FULL_PRECISION = 1e-3;
const HALF_PRECISION = 5e-3;

/**
 * The tolerance of a video's P(fake) where the runs were on a GPU, on different kinds of CPU, or with different builds or
 * threads: the noise floor where repeats show this kind of difference, else a fixed tolerance, or the noise floor if it
 * is larger. `null`: both ran on one kind of CPU with the same builds, whose results are bit-identical.
 */
export function valueTolerance(
  manifests: readonly [RunManifest, RunManifest],
  pair: ParameterPair,
  noise: KnownNoise | null,
): ValueTolerance | null {
  if (manifests.some(isImported)) return null;
  const causes = valueCauses(manifests, pair);
  if (causes.length === 0) return null;
  const stages = [...new Set(causes.flatMap((cause) => cause.stages))];
  if (noise !== null && causes.every(({ isRepeatable }) => isRepeatable)) {
    return { largest: noise.videoBound, stages, causes };
  }
  return { largest: Math.max(usual(manifests, pair), noise?.videoBound ?? 0), stages, causes };
}

function usual(
  manifests: readonly RunManifest[],
  { before, after }: ParameterPair,
): number {
  const isHalf = manifests.some(({ execution }) => execution.tf32 === true) ||
    [before, after].some(({ parameters }) => parameters.precision === "fp16");
  return isHalf ? HALF_PRECISION : FULL_PRECISION;
}
