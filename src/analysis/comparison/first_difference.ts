import type { ComparableVariant } from "../../records/comparable_run.ts";
import { hasDigest, sameDigest } from "../../records/digest_column.ts";
import { type Stage, STAGES } from "../../records/run_result.ts";
import type { PairedVideos } from "./pair_videos.ts";

/** A variant of the earlier run and the one of the later run that it is compared with. */
export interface VariantPair {
  readonly before: ComparableVariant;
  readonly after: ComparableVariant;
}

export interface DivergenceOptions {
  /**
   * Tolerance of P(fake) for runs on a GPU, whose results are not bit-identical: face detection and
   * classification are then compared by value. `null`: by digest alone.
   */
  readonly tolerance: number | null;
  /** Whether the stages of both runs are known; where they are not, no video differs at any. */
  readonly isKnown: boolean;
}

/**
 * Finds for each video the first stage whose output differs; `null`: none does. A stage that only one run
 * reached differs.
 */
export function firstDifferences(
  pair: VariantPair,
  videos: PairedVideos,
  options: DivergenceOptions,
): readonly (Stage | null)[] {
  if (!options.isKnown) return videos.filenames.map(() => null);
  return videos.filenames.map((_, k) =>
    firstDifference(pair, [videos.before[k]!, videos.after[k]!], options)
  );
}

/**
 * Compares digests. With a tolerance, a different digest is accepted if the number of faces is equal (detect) or
 * P(fake) moved by at most the tolerance (classify). After an accepted difference the input of crop and pool is
 * not bit-identical, so their digests count only if P(fake) moved by more than the tolerance.
 */
function firstDifference(
  { before, after }: VariantPair,
  [b, a]: readonly [number, number],
  { tolerance }: Pick<DivergenceOptions, "tolerance">,
): Stage | null {
  const moved = Math.abs(after.probabilities[a]! - before.probabilities[b]!) > (tolerance ?? 0);
  let excused = false;
  for (const [s, stage] of STAGES.entries()) {
    const [was, is] = [[before.digests[s]!, b], [after.digests[s]!, a]] as const;
    if (sameDigest(was, is)) continue;
    const isReal = tolerance === null || !hasDigest(was) || !hasDigest(is) ||
      (stage === "detect" && before.faces[b] !== after.faces[a]) ||
      (stage !== "detect" && (moved || (stage !== "classify" && !excused)));
    if (isReal) return stage;
    excused = true;
  }
  return null;
}
