import type { ComparableVariant } from "../../records/comparable_run.ts";
import { hasDigest, sameDigest } from "../../records/digest_column.ts";
import { type Stage, STAGES } from "../../records/run_result.ts";
import type { PairedVideos } from "./pair_videos.ts";

/** A variant of the earlier run and what it is compared with in the later one. */
export interface VariantPair {
  readonly before: ComparableVariant;
  readonly after: ComparableVariant;
}

export interface DivergenceOptions {
  /**
   * How far P(fake) may move where a GPU ran: face detection and classification are then compared by value,
   * since equal work need not give equal bits there. `null`: by digest alone.
   */
  readonly tolerance: number | null;
}

/**
 * For each video the first stage whose output differs; `null`: none does. A stage that only one run reached
 * differs.
 */
export function firstDifferences(
  pair: VariantPair,
  videos: PairedVideos,
  options: DivergenceOptions,
): readonly (Stage | null)[] {
  return videos.filenames.map((_, k) =>
    firstDifference(pair, [videos.before[k]!, videos.after[k]!], options)
  );
}

/**
 * Digests say whether a stage gave the same. By value, a digest that differs is excused where the faces are as
 * many (detect) or P(fake) moved no more than the tolerance (classify). After an excused stage, crop and pool
 * were given input that is not the same to the bit: their digests count only where P(fake) moved by more.
 */
function firstDifference(
  { before, after }: VariantPair,
  [b, a]: readonly [number, number],
  { tolerance }: DivergenceOptions,
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
