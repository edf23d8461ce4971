import type { GateLimits, GateVerdict } from "../../records/gate_verdict.ts";
import type { JudgedPart, MovedVideo, StageCounts } from "../../records/run_comparison.ts";
import { countStages, leadingStage, stageCountsText } from "../../records/stage_counts.ts";

/**
 * Fails if P(fake) changed by more than `maxChange`, and by more than the noise floor, in more than `maxShare` of
 * the videos.
 * @param variant with all of its moved videos
 */
export function judgeDrift(
  variant: JudgedPart,
  { maxChange, maxShare }: NonNullable<GateLimits["drift"]>,
  { videos }: { readonly videos: number },
): GateVerdict {
  const { moved, movedVideos, name } = variant;
  if (moved.length < movedVideos) {
    throw new RangeError("the list of moved videos is incomplete");
  }
  const beyond = moved.filter((video) => moveOf(video) > maxChange);
  const value = beyond.length / videos;
  const begins = countStages(beyond.map(({ begins }) => begins));
  return {
    gate: "drift",
    measure: "videos changed",
    variant: name,
    outcome: value > maxShare ? "fail" : "pass",
    value,
    limit: maxShare,
    unit: "share",
    reason: reasonOf(variant, { beyond, begins, maxChange }),
    begins: leadingStage(begins),
  };
}

function reasonOf(
  { moved, videoNoise }: JudgedPart,
  { beyond, begins, maxChange }: {
    beyond: readonly MovedVideo[];
    begins: StageCounts;
    maxChange: number;
  },
): string {
  const [first] = moved;
  if (first === undefined) {
    return `no P(fake) changed${
      videoNoise === 0 ? "" : ` by more than the noise floor (${videoNoise})`
    }`;
  }
  const farthest = `largest ${moveOf(first).toFixed(4)}, ${first.filename} from ` +
    `${first.before.toFixed(3)} to ${first.after.toFixed(3)}`;
  if (beyond.length === 0) return `P(fake) changed by at most ${maxChange}: ${farthest}`;
  const where = stageCountsText(begins);
  return `P(fake) changed by more than ${maxChange} in ${beyond.length}, ${farthest}` +
    (where === "" ? "" : `; first differing stage: ${where}`);
}

function moveOf({ before, after }: MovedVideo): number {
  return Math.abs(after - before);
}
