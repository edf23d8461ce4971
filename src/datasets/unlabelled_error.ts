import { counted } from "../base/text/counted.ts";
import { shellWord } from "../base/text/shell_word.ts";
import { AssayError, inputError } from "../records/errors.ts";
import type { Dataset } from "../records/video.ts";
import { findDataset } from "./dataset_place.ts";
import { type LabelHints, labelHints } from "./label_hints.ts";
import { isArchivePlace } from "./tree/open_tree.ts";

/** How many ways to read labels an error names. */
const MOST_WAYS = 3;

const GO_ON = "go on without labels with `--allow-unlabelled`";

/**
 * Makes the error for chosen videos none of which has a label: DATASET_UNLABELLED (exit 3). It names what looks like
 * labels and the flags that read it.
 * @param whole the dataset that they were chosen from
 * @param split the one that they are in; `null`: any
 */
export async function unlabelledError(
  chosen: Dataset,
  { whole, split, datasetsFolder }: {
    readonly whole: Dataset;
    readonly split: string | null;
    readonly datasetsFolder: string;
  },
): Promise<AssayError> {
  const labelled = whole.videos.filter(({ label }) => label !== null);
  const what = unlabelledText(chosen, whole);
  if (labelled.length > 0) return elsewhereError(what, { labelled, split });
  if (whole.parts.length > 0) return eachUnlabelledError(what, whole);
  const hints = await labelHints(whole, { datasetsFolder });
  return inputError("DATASET_UNLABELLED", {
    what: hints.found.length === 0
      ? `${what}, and nothing in or around it looks like labels`
      : `${what}, but there ${hints.found.length === 1 ? "is" : "are"} ${hints.found.join("; ")}`,
    remedy: hintRemedy(hints, whole),
  });
}

function unlabelledText({ videos }: Dataset, { place }: Dataset): string {
  return videos.length === 1
    ? `the only chosen video of ${shellWord(place)} has no label`
    : `none of the ${videos.length} chosen videos of ${shellWord(place)} has a label`;
}

/** Other videos of the dataset have labels. */
function elsewhereError(
  what: string,
  { labelled, split }: { readonly labelled: Dataset["videos"]; readonly split: string | null },
): AssayError {
  const splits = [...new Set(labelled.flatMap((video) => video.split ?? []))].sort();
  const flags = [...splits.slice(0, MOST_WAYS), "all"].map((name) =>
    `\`--split ${shellWord(name)}\``
  );
  const others = split === null
    ? "Take more videos with a larger --limit"
    : `Choose others with ${flags.join(" or ")}`;
  return inputError("DATASET_UNLABELLED", {
    what: `${what}, but ${counted(labelled.length, "other video")} of it ${
      labelled.length === 1 ? "does" : "do"
    }`,
    remedy: `${others}, or ${GO_ON}`,
  });
}

function eachUnlabelledError(what: string, { parts }: Dataset): AssayError {
  return inputError("DATASET_UNLABELLED", {
    what: `${what}, in any of its ${parts.length} datasets`,
    remedy: `Evaluate one of them alone, such as \`--dataset ${
      shellWord(parts[0]!.place)
    }\`, to be told what is lacking, or ${GO_ON}`,
  });
}

function hintRemedy({ flags }: LabelHints, { folder, layout }: Dataset): string {
  if (flags.length > 0) {
    return `Read the labels with ${waysText(flags)}, or ${GO_ON}`;
  }
  if (layout !== "unlabelled") return `Add them to its labels, or ${GO_ON}`;
  const place = isArchivePlace(folder)
    ? `labels.csv and give it with \`--dataset labels.csv --root ${shellWord(folder)}\``
    : shellWord(`${folder}/labels.csv`);
  return `Write them as columns filename,label into ${place} (\`deno task datasets layouts\` lists other ways), ` +
    `or ${GO_ON}`;
}

/** Errors of opening a folder that may mean that its dataset is in another place. */
const MISPLACED = ["DATASET_EMPTY", "DATASET_LAYOUT"];

/**
 * Adds to an error of opening a dataset where labelled videos are, if it may come from a wrong place and there are some
 * around it; returns other errors unchanged.
 */
export async function withHints(
  error: unknown,
  { place: given, followLinks, datasetsFolder }: {
    readonly place: string;
    readonly followLinks: boolean;
    readonly datasetsFolder: string;
  },
): Promise<unknown> {
  if (!(error instanceof AssayError) || !MISPLACED.includes(error.code)) return error;
  if (error.remedy.includes("--layout ")) return error; // it says already which layout fits
  const { kind, path: place } = await findDataset(given, datasetsFolder);
  if (kind !== "tree") return error;
  const searched = { place, folder: place, followLinks, leftOut: [] };
  const { found, flags } = await labelHints(searched, { datasetsFolder });
  if (flags.length === 0) return error;
  return inputError(error.code, {
    what: `${error.what.replace(/\.$/, "")}; there is ${found.join("; ")}`,
    remedy: `Read it with ${waysText(flags)}`,
    cause: error,
  });
}

function waysText(flags: readonly string[]): string {
  return flags.slice(0, MOST_WAYS).map((one) => `\`${one}\``).join(" or ");
}
