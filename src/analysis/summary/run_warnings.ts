import { counted } from "../../base/text/counted.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { RunSummary } from "../../records/summary.ts";
import type { RunColumns } from "../../runs/run_columns.ts";

/** Below it, intervals of groups are more hope than statistics. */
const FEW_GROUPS = 20;

interface Facts {
  readonly manifest: RunManifest;
  readonly columns: RunColumns;
  readonly videos: RunSummary["videos"];
}

/** What a reader of a run's numbers must know, read off the numbers themselves; one sentence each. */
export function runWarnings(facts: Facts): readonly string[] {
  return [notComplete, unlabelled, fewGroups, notScored, fromCache]
    .flatMap((warning) => warning(facts) ?? []);
}

function notComplete({ manifest, videos }: Facts): string | null {
  if (manifest.status === "complete") return null;
  return `This run is ${manifest.status}: it has ${videos.all} of ${
    counted(manifest.dataset.videos, "video")
  }.`;
}

function unlabelled({ videos }: Facts): string | null {
  const without = videos.all - videos.labelled;
  return without === 0
    ? null
    : `${counted(without, "video")} ${without === 1 ? "is" : "are"} without a label, in no metric.`;
}

function fewGroups({ videos }: Facts): string | null {
  if (videos.groups >= FEW_GROUPS || videos.labelled === 0) return null;
  return `The labelled videos come from only ${
    counted(videos.groups, "group")
  }: intervals are wide, themselves ` +
    "uncertain, and small differences cannot be seen.";
}

function notScored({ columns, videos }: Facts): string | null {
  const rows = columns.filenames.map((_, row) => row)
    .filter((row) => columns.variants.some(({ fellBack }) => fellBack[row] === 1));
  if (rows.length === 0) return null;
  return `${rows.length} of ${
    counted(videos.all, "video")
  } got 0.5 put in by at least one variant; ` +
    "the column fallback of predictions.csv says why.";
}

function fromCache({ columns, videos }: Facts): string | null {
  const cached = Math.max(0, ...columns.variants.map(({ modes }) => modes.cached));
  if (cached === 0) return null;
  return `Stages of ${cached} of ${counted(videos.all, "video")} were read from the stage cache: ` +
    "they are in no time of this report.";
}
