import { counted } from "../../base/text/counted.ts";
import { FEW_GROUPS } from "../../records/group_counts.ts";
import { membersText } from "../../records/independence.ts";
import { levelWarning } from "../../records/level_warning.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { RunSummary } from "../../records/summary.ts";
import type { IndependentColumns } from "../independence/independent_columns.ts";
import { MOST_SLICES } from "../slices/select_slices.ts";
import { wantedSlices } from "../slices/wanted_slices.ts";
import { largest } from "../../base/numeric/extremes.ts";

interface Facts {
  readonly manifest: RunManifest;
  readonly columns: IndependentColumns;
  readonly videos: RunSummary["videos"];
}

/** Warnings for the reader of a run's numbers, derived from the numbers; one sentence each. */
export function runWarnings(facts: Facts): readonly string[] {
  return [
    notComplete,
    unlabelled,
    fewGroups,
    notIndependent,
    noSuchTags,
    manyValues,
    notScored,
    fromCache,
  ]
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
    : `${counted(without, "video")} without a label, not used in any metric.`;
}

function fewGroups({ videos, columns: { independence } }: Facts): string | null {
  if (videos.groups >= FEW_GROUPS || videos.labelled === 0) return null;
  return `The labelled videos come from only ${
    membersText(videos.groups, independence.level)
  }: CIs are wide, and most small differences are missed.`;
}

function notIndependent({ manifest: { dataset }, columns, videos }: Facts): string | null {
  return videos.labelled === 0 ? null : levelWarning(columns.independence, dataset.groupFacts);
}

function noSuchTags({ manifest, columns: { tags } }: Facts): string | null {
  const unknown = (wantedSlices(manifest) ?? []).filter((name) => !tags.has(name));
  if (unknown.length === 0) return null;
  return `No video has the ${unknown.length === 1 ? "tag" : "tags"} ${
    unknown.map((name) => JSON.stringify(name)).join(", ")
  } that "slices" in the config names; the tags are ${[...tags.keys()].join(", ")}.`;
}

function manyValues({ manifest, columns: { tags } }: Facts): string | null {
  const many = (wantedSlices(manifest) ?? [])
    .filter((name) => (tags.get(name)?.values.length ?? 0) > MOST_SLICES);
  if (many.length === 0) return null;
  return `${
    many.join(", ")
  }: of tags with more than ${MOST_SLICES} values only the ${MOST_SLICES} with the ` +
    "most labelled videos are slices.";
}

function notScored({ columns, videos }: Facts): string | null {
  const rows = columns.filenames.map((_, row) => row)
    .filter((row) => columns.variants.some(({ fellBack }) => fellBack[row] === 1));
  if (rows.length === 0) return null;
  return `${rows.length} of ${
    counted(videos.all, "video")
  } could not be scored by at least one variant; 0.5 is used. ` +
    "See the column fallback of predictions.csv.";
}

function fromCache({ columns, videos }: Facts): string | null {
  const cached = Math.max(0, largest(columns.variants.map(({ modes }) => modes.cached)));
  if (cached === 0) return null;
  return `Stages of ${cached} of ${counted(videos.all, "video")} were read from the stage cache; ` +
    "the times in this report do not include them.";
}
