import { counted } from "../base/text/counted.ts";
import { shellWord } from "../base/text/shell_word.ts";
import { type AssayError, inputError } from "../records/errors.ts";
import type { LeftOut } from "../records/video.ts";
import { datasetLayouts, type LayoutName } from "./layouts/registry.ts";
import { extensionOf } from "./tree/clip_names.ts";
import { unreadArchives } from "./tree/compressed_clips.ts";

/** The files of labels that a user may write. */
const LABELS = [datasetLayouts.dfdc.labels, datasetLayouts.table.labels];

/** What is known of a dataset without videos. */
export interface EmptyFacts {
  readonly layout: LayoutName;
  /** Number of listed videos that are not there. */
  readonly missing: number;
  readonly leftOut: readonly LeftOut[];
  /** Says which missing names fit several videos; `null`: none do. */
  readonly ambiguous: string | null;
  /** Whether the user named its file of labels. */
  readonly isNamed: boolean;
}

/**
 * Makes the error for a dataset without videos: DATASET_EMPTY (exit 3).
 * @param place what was opened
 */
export function noVideosError(place: string, facts: EmptyFacts): AssayError {
  const links = linksLeftOut(facts.leftOut), formats = formatsLeftOut(facts.leftOut);
  const archives = unreadArchives(facts.leftOut);
  return inputError("DATASET_EMPTY", {
    what: emptyText(shellWord(place), facts) + links + (archives?.what ?? "") + formats,
    remedy: links !== ""
      ? "Pass --follow-links; or copy the files into it (cp -L), or make hard links to them (cp -lL)"
      : archives?.remedy ?? remedyOf(facts),
  });
}

function emptyText(place: string, { layout, missing, ambiguous }: EmptyFacts): string {
  if (missing > 0) {
    const why = ambiguous === null ? "" : `: ${ambiguous.replace(/\.$/, "")}`;
    return `none of the ${counted(missing, "video")} listed in ${place} is there${why}`;
  }
  return datasetLayouts[layout].labels === null
    ? `there are no videos in ${place}`
    : `the labels in ${place} list no videos`;
}

function remedyOf({ missing, isNamed, ambiguous }: EmptyFacts): string {
  if (missing > 0 && ambiguous !== null) {
    return "Write the whole paths of the videos into the labels";
  }
  if (missing > 0) {
    return isNamed
      ? "Say in which folder they lie with --root DIR, or correct the names in the labels"
      : "Put the videos into it, under the names that the labels list";
  }
  return `Add .mp4 files, with labels in ${LABELS.join(" or ")}; ` +
    "to build the demo dataset, run `deno task setup`";
}

/** Says that links are not followed; empty: there are none. */
function linksLeftOut(leftOut: readonly LeftOut[]): string {
  const links = leftOut.filter(({ reason }) => reason === "link");
  if (links.length === 0) return "";
  const first = JSON.stringify(links[0]!.name);
  return links.length === 1
    ? `, and a link that leads out of it, ${first}, is not followed`
    : `, and ${links.length} links that lead out of it (the first is ${first}) are not followed`;
}

/** Says which files with moving pictures are not read; empty: there are none. */
function formatsLeftOut(leftOut: readonly LeftOut[]): string {
  const names = leftOut.filter(({ reason }) => reason === "extension").map(({ name }) => name);
  const extensions = [...new Set(names.map((name) => `.${extensionOf(name)}`))].sort();
  return names.length === 0 ? "" : `; ${extensions.join(" and ")} files are not read as video`;
}
