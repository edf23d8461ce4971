import { counted } from "../../base/text/counted.ts";
import { FEWEST_GROUPS } from "../../records/group_counts.ts";
import type { SplitCounts, ThresholdCriterion } from "../../records/operating_point.ts";
import type { RunColumns } from "../../runs/run_columns.ts";
import { countsOf } from "../slices/slice_summaries.ts";
import type { LabelledVideos } from "../summary/scored_variant.ts";

/** Labelled videos of a split. */
export interface SplitVideos extends LabelledVideos {
  readonly split: string;
  /** Their places in the run's columns. */
  readonly rows: readonly number[];
}

/** The labelled videos of a split. */
export function splitVideos(columns: RunColumns, split: string): SplitVideos {
  const rows = [...columns.splits.keys()]
    .filter((row) => columns.splits[row] === split && columns.labels[row]! >= 0);
  return videosAt(columns, { split, rows });
}

/** Those of them that a variant scored: 0.5 in place of a score says nothing of thresholds. */
export function scoredVideos(
  columns: RunColumns,
  { videos, variant }: { readonly videos: SplitVideos; readonly variant: number },
): SplitVideos {
  const { fellBack } = columns.variants[variant]!;
  const rows = videos.rows.filter((row) => fellBack[row] === 0);
  return videosAt(columns, { split: videos.split, rows });
}

/** The reason why a criterion cannot be met on these videos; `null`: it can. */
export function whyNotFitted(videos: SplitVideos, criterion: ThresholdCriterion): string | null {
  const { real, fake, groups } = countsOf(videos);
  const split = JSON.stringify(videos.split);
  const none = (label: string) => `no scored video of split ${split} is labelled ${label}`;
  if (real + fake === 0) return `no labelled video of split ${split} is in the run and scored`;
  if (real === 0 || fake === 0) return none(real === 0 ? "REAL" : "FAKE");
  if (groups < FEWEST_GROUPS) {
    return `split ${split} has ${
      counted(groups, "group")
    } with scores, and ${FEWEST_GROUPS} are needed`;
  }
  const needed = fewestOfClass(criterion);
  const has = needed?.label === "REAL" ? real : fake;
  return needed === null || has >= needed.videos
    ? null
    : `${needed.what} needs at least ${needed.videos} ${needed.label} videos, and split ${split} has ${has}`;
}

/** How many videos of a class a rate needs, so that one of them is no larger a share than what it allows. */
function fewestOfClass(criterion: ThresholdCriterion) {
  if (typeof criterion === "string") return null;
  const [label, what, allowed] = "fpr" in criterion
    ? ["REAL", `an FPR of ${criterion.fpr}`, criterion.fpr] as const
    : ["FAKE", `a TPR of ${criterion.tpr}`, 1 - criterion.tpr] as const;
  return { label, what, videos: Math.ceil(1 / allowed - 1e-9) };
}

function videosAt(
  { labels, groups }: RunColumns,
  { split, rows }: Pick<SplitVideos, "split" | "rows">,
): SplitVideos {
  return {
    ...{ split, rows },
    labels: Uint8Array.from(rows, (row) => labels[row]!),
    groups: rows.map((row) => groups[row]!),
  };
}

/** Numbers of labelled videos and groups. */
export function splitCounts(videos: SplitVideos): SplitCounts {
  return countsOf(videos);
}
