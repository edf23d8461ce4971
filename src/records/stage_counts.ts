import { counted } from "../base/text/counted.ts";
import type { StageCounts } from "./run_comparison.ts";
import { type Stage, STAGES } from "./run_result.ts";
import { largest } from "../base/numeric/extremes.ts";

/**
 * Counts the videos that first differ at each stage.
 * @param begins of each video; `null`: it does not differ
 */
export function countStages(begins: readonly (Stage | null)[]): StageCounts {
  const counts = { sample: 0, decode: 0, detect: 0, crop: 0, classify: 0, pool: 0 };
  for (const stage of begins) if (stage !== null) counts[stage] += 1;
  return counts;
}

/** The stage with the most videos, the earliest of several; `null`: all counts are 0. */
export function leadingStage(counts: StageCounts): Stage | null {
  const most = largest(STAGES.map((stage) => counts[stage]));
  return most === 0 ? null : STAGES.find((stage) => counts[stage] === most) ?? null;
}

/** Counts as text, such as `crop 31 videos, classify 2`, largest first; empty: all counts are 0. */
export function stageCountsText(counts: StageCounts): string {
  return STAGES.filter((stage) => counts[stage] > 0)
    .toSorted((a, b) => counts[b] - counts[a])
    .map((stage, i) => `${stage} ${i > 0 ? counts[stage] : counted(counts[stage], "video")}`)
    .join(", ");
}
