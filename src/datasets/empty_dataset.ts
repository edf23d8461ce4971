import { counted } from "../base/text/counted.ts";
import { shellWord } from "../base/text/shell_word.ts";
import { type AssayError, inputError } from "../records/errors.ts";
import type { LeftOut } from "../records/video.ts";
import { datasetLayouts, LABELLED_LAYOUTS, type LayoutName } from "./layouts/registry.ts";

/** Files that hold labels in the layouts that have one at the top. */
const LABELS = [...new Set(LABELLED_LAYOUTS.flatMap((name) => datasetLayouts[name].labels ?? []))]
  .filter((labels) => /^\w+\.\w+$/.test(labels));

/** What is known of a dataset without videos. */
export interface EmptyFacts {
  readonly layout: LayoutName;
  /** Number of listed videos that are not there. */
  readonly missing: number;
  readonly leftOut: readonly LeftOut[];
  /** Whether the user named its file of labels. */
  readonly isNamed: boolean;
}

/**
 * Makes the error for a dataset without videos: DATASET_EMPTY (exit 3).
 * @param place what was opened
 */
export function noVideosError(place: string, facts: EmptyFacts): AssayError {
  const what = emptyText(shellWord(place), facts);
  const link = facts.leftOut.find(({ reason }) => reason === "link");
  if (link === undefined) return inputError("DATASET_EMPTY", { what, remedy: remedyOf(facts) });
  return inputError("DATASET_EMPTY", {
    what: `${what}; links that lead out of the folder, such as ${
      JSON.stringify(link.name)
    }, are not followed`,
    remedy: "Follow them with `--follow-links`, or put copies of the files (cp -L) or hard links " +
      "to them (cp -lL) in their place",
  });
}

function emptyText(place: string, { layout, missing }: EmptyFacts): string {
  if (missing > 0) return `none of the ${counted(missing, "video")} listed in ${place} is there`;
  return datasetLayouts[layout].labels === null
    ? `there are no videos in ${place}`
    : `the labels in ${place} list no videos`;
}

function remedyOf({ missing, isNamed }: EmptyFacts): string {
  if (missing > 0) {
    return isNamed
      ? "Say in which folder they lie with --root DIR, or correct the names in the labels"
      : "Put the files where the labels say, or correct the names in the labels";
  }
  return `Add .mp4 files, with labels in ${LABELS.join(" or ")}; ` +
    "to build the demo dataset, run `deno task setup`";
}
