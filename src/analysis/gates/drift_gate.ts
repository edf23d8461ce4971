import type { GateLimits, GateVerdict } from "../../records/gate_verdict.ts";
import type { JudgedPart, MovedVideo } from "../../records/run_comparison.ts";
import { countStages, leadingStage, stageCountsText } from "../../records/stage_counts.ts";
import type { UnjudgedVerdict } from "./unjudged_verdict.ts";

type DriftLimits = NonNullable<GateLimits["drift"]>;

/** The two measures: the share of videos with large changes, and the mean size of all changes. */
export function unjudgedDrift(
  { maxShare, maxMean }: Pick<DriftLimits, "maxShare" | "maxMean">,
): readonly [UnjudgedVerdict, UnjudgedVerdict] {
  return [
    { ...{ gate: "drift", measure: "videos changed", unit: "share" } as const, limit: maxShare },
    { ...{ gate: "drift", measure: "mean change", unit: "probability" } as const, limit: maxMean },
  ];
}

/**
 * Judges changes of P(fake) by two numbers: the share of videos that changed by more than `maxChange`, and the mean
 * size of the changes over all videos, which shows a small change of all. Changes up to the noise floor count as 0.
 * Both are functions of the distribution of changes alone, so that neither limit tightens as a dataset grows.
 * @param variant with all of its moved videos
 */
export function judgeDrift(
  variant: JudgedPart,
  limits: DriftLimits,
  { videos }: { readonly videos: number },
): readonly GateVerdict[] {
  const { moved, movedVideos } = variant;
  if (moved.length < movedVideos) {
    throw new RangeError("the list of moved videos is incomplete");
  }
  const [share, mean] = unjudgedDrift(limits);
  const beyond = moved.filter((video) => moveOf(video) > limits.maxChange);
  const sum = moved.reduce((total, video) => total + moveOf(video), 0);
  return [
    verdict(variant, {
      ...{ ...share, value: beyond.length / videos, concerned: beyond },
      what: `P(fake) changed by more than ${limits.maxChange} in ${beyond.length} of ${videos}`,
    }),
    verdict(variant, {
      ...{ ...mean, value: sum / videos, concerned: moved },
      what: `P(fake) changed in ${movedVideos} of ${videos}`,
    }),
  ];
}

interface Measured extends UnjudgedVerdict {
  readonly value: number;
  /** The videos that the number is of. */
  readonly concerned: readonly MovedVideo[];
  /** What the number is of, a clause. */
  readonly what: string;
}

function verdict(
  { name, moved, videoNoise, byValue }: JudgedPart,
  { value, concerned, what, ...facts }: Measured,
): GateVerdict {
  const begins = countStages(concerned.map(({ begins }) => begins));
  const [farthest] = moved;
  const where = stageCountsText(begins);
  return {
    ...facts,
    ...{ variant: name, value },
    outcome: value > facts.limit! ? "fail" : "pass",
    reason: farthest === undefined
      ? unchangedText(videoNoise, byValue === true)
      : `${what}, ${largestText(farthest)}${where && `; first differing stage: ${where}`}`,
    begins: leadingStage(begins),
  };
}

function unchangedText(noise: number, byValue: boolean): string {
  if (noise === 0) return "no P(fake) changed";
  const limit = byValue
    ? `${noise}, the tolerance of the comparison by value`
    : `the noise floor (${noise})`;
  return `no P(fake) changed by more than ${limit}`;
}

function largestText(video: MovedVideo): string {
  return `largest ${moveOf(video).toFixed(4)}, ${video.filename} from ` +
    `${video.before.toFixed(3)} to ${video.after.toFixed(3)}`;
}

function moveOf({ before, after }: MovedVideo): number {
  return Math.abs(after - before);
}
