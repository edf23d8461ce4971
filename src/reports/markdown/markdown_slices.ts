import { counted } from "../../base/text/counted.ts";
import { levelNouns } from "../../records/independence.ts";
import type { Estimate } from "../../records/metric_value.ts";
import type { SliceSummary } from "../../records/slice.ts";
import type { RunSummary, VariantSummary } from "../../records/summary.ts";
import { firstChoice } from "../sections/first_choice.ts";
import { intervalText, numberText } from "../sections/format.ts";
import { sliceNotes, slicesByTag, type TagSlices } from "../sections/slice_lines.ts";
import { escaped, table } from "./markdown_text.ts";

/** Most slices of a tag; summary.json has all. */
const MOST_SLICES = 30;

const METRICS = ["logLoss", "auc"] as const;

/** A table for each tag: log loss and AUC of the baseline, the best variant and another, by slice. */
export function* markdownSlices(summary: RunSummary): Iterable<string> {
  if (summary.slices.length === 0) return;
  yield "\n## Slices\n\n";
  for (const note of sliceNotes(summary)) yield `- ${escaped(note)}\n`;
  yield "- summary.json has every metric and variant.\n";
  const shown = firstChoice(summary).map((place) => summary.variants[place]!);
  for (const tag of slicesByTag(summary)) yield* tagTable(tag, { summary, shown });
}

function* tagTable(
  { tag, slices }: TagSlices,
  { summary, shown }: {
    readonly summary: RunSummary;
    readonly shown: readonly VariantSummary[];
  },
): Iterable<string> {
  yield `\n### ${escaped(tag)}\n\n`;
  yield* table(
    [
      ...[
        escaped(tag),
        "videos",
        "real",
        "fake",
        escaped(levelNouns(summary.independence.level).many),
      ],
      ...shown.flatMap(({ name }) =>
        ["log loss", "AUC"].map((title) => `${escaped(name)}: ${title}`)
      ),
    ],
    [
      allVideos(summary, shown),
      ...slices.slice(0, MOST_SLICES).map((one) => sliceCells(one, shown)),
    ],
  );
  const left = slices.length - MOST_SLICES;
  if (left > 0) yield `\n${counted(left, "slice")} more in summary.json.\n`;
}

function sliceCells(slice: SliceSummary, shown: readonly VariantSummary[]): string[] {
  const { value, small, videos, real, fake, groups, variants } = slice;
  return [
    `${value === "" ? '""' : escaped(value)}${small ? " (small)" : ""}`,
    ...[videos, real, fake, groups].map(String),
    ...shown.flatMap(({ name }) => {
      const { metrics } = variants.find(({ variant }) => variant === name)!;
      return METRICS.map((metric) => estimateText(metrics[metric]));
    }),
  ];
}

/** The whole run's values, for comparison. */
function allVideos({ videos }: RunSummary, shown: readonly VariantSummary[]): string[] {
  const { histogram } = shown[0]!;
  const [real, fake] = [histogram.real, histogram.fake].map((bins) =>
    String(bins.reduce((sum, count) => sum + count, 0))
  );
  return [
    "_all videos_",
    ...[String(videos.labelled), real!, fake!, String(videos.groups)],
    ...shown.flatMap(({ metrics }) => METRICS.map((metric) => estimateText(metrics[metric]))),
  ];
}

/** `0.351 (0.210 to 0.520)`. */
function estimateText(estimate: Estimate | undefined): string {
  if (estimate === undefined) return "";
  const { interval } = estimate;
  return interval.low === null
    ? numberText(estimate)
    : `${numberText(estimate)} (${intervalText(interval)})`;
}
