import type { ComparableRun } from "../../records/comparable_run.ts";
import { type Independence, membersText } from "../../records/independence.ts";
import type { PairedVideos } from "../comparison/pair_videos.ts";
import { runLevel } from "./run_level.ts";

/** Paired videos in which `groups` are the members of the later run's independent level. */
export interface IndependentPairs {
  readonly videos: PairedVideos;
  /** The later run's, with the number of members among the labelled videos that are compared. */
  readonly independence: Independence;
  /** That the runs resample different levels, a sentence; `null`: they do not. */
  readonly disagreement: string | null;
}

/** Puts the members of the later run's independent level in the place of its groups. @throws AssayError of `runLevel` */
export function independentPairs(
  videos: PairedVideos,
  { before, after }: { readonly before: ComparableRun; readonly after: ComparableRun },
): IndependentPairs {
  const { independence, members } = runLevel(after);
  const groups = Array.from(videos.after, (row) => members[row]!);
  const labelled = groups.filter((_, k) => videos.labels[k]! >= 0);
  return {
    videos: { ...videos, groups },
    independence: { ...independence, members: new Set(labelled).size },
    disagreement: before.tags.size === 0 ? null : disagreement(before, { after, independence }),
  };
}

function disagreement(
  before: ComparableRun,
  { after, independence }: { readonly after: ComparableRun; readonly independence: Independence },
): string | null {
  const { level, members } = runLevel(before).independence;
  if (level === independence.level) return null;
  return `The 95 % CIs of ${before.name} resample its ${membersText(members, level)}, those of ` +
    `${after.name} its ${membersText(independence.members, independence.level)}; this ` +
    `comparison resamples those of ${after.name}.`;
}
