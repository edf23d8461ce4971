import type { ComparableVariant } from "../../records/comparable_run.ts";
import { hasDigest, sameDigest } from "../../records/digest_column.ts";
import { type Stage, STAGES } from "../../records/run_result.ts";
import type { PairedVideos } from "./pair_videos.ts";
import type { ValueTolerance } from "./value_tolerance.ts";

/** A variant of the earlier run and the one of the later run that it is compared with. */
export interface VariantPair {
  readonly before: ComparableVariant;
  readonly after: ComparableVariant;
}

export interface DivergenceOptions {
  /** How stages are judged by value, on a GPU or another kind of machine; `null`: by digest alone. */
  readonly tolerance: Pick<ValueTolerance, "largest" | "stages"> | null;
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
 * Compares digests. With a tolerance, a different digest of one of its stages is accepted if the number of faces is
 * equal (decode, detect) and P(fake) moved by at most the tolerance (decode, classify). After an accepted difference
 * the input of later stages is not bit-identical, so their digests count only by these values too.
 */
function firstDifference(
  { before, after }: VariantPair,
  [b, a]: readonly [number, number],
  { tolerance }: Pick<DivergenceOptions, "tolerance">,
): Stage | null {
  const move = Math.abs(after.probabilities[a]! - before.probabilities[b]!);
  const moved = move > (tolerance?.largest ?? 0);
  const recounted = before.faces[b] !== after.faces[a];
  const byValue: readonly Stage[] = tolerance?.stages ?? [];
  let excused = false;
  for (const [s, stage] of STAGES.entries()) {
    const [was, is] = [[before.digests[s]!, b], [after.digests[s]!, a]] as const;
    if (sameDigest(was, is)) continue;
    const isReached = hasDigest(was) && hasDigest(is);
    if (!isReached || !(excused || byValue.includes(stage))) return stage;
    if (stage !== "detect" && moved) return stage;
    if ((stage === "decode" || stage === "detect") && recounted) return stage;
    excused = true;
  }
  return null;
}
