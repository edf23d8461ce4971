import { counted } from "../base/text/counted.ts";
import { shellWord } from "../base/text/shell_word.ts";
import { type AssayError, inputError } from "../records/errors.ts";
import type { Dataset } from "../records/video.ts";
import { type LabelHints, labelHints } from "./label_hints.ts";

/** How many ways to read labels an error names. */
const MOST_WAYS = 3;

const GO_ON = "go on without labels with `--allow-unlabelled`";

/**
 * Makes the error for chosen videos none of which has a label: DATASET_UNLABELLED (exit 3). It names what looks like
 * labels and the flags that read it.
 * @param whole the dataset that they were chosen from
 */
export async function unlabelledError(
  chosen: Dataset,
  { whole, datasetsFolder }: { readonly whole: Dataset; readonly datasetsFolder: string },
): Promise<AssayError> {
  const labelled = whole.videos.filter(({ label }) => label !== null);
  const what = `none of the ${counted(chosen.videos.length, "chosen video")} of ${
    shellWord(whole.place)
  } has a label`;
  if (labelled.length > 0) return elsewhereError(what, labelled);
  if (whole.parts.length > 0) return eachUnlabelledError(what, whole);
  const hints = await labelHints(whole, { datasetsFolder });
  return inputError("DATASET_UNLABELLED", {
    what: hints.found.length === 0
      ? `${what}, and nothing in or around it looks like labels`
      : `${what}, but there ${hints.found.length === 1 ? "is" : "are"} ${hints.found.join("; ")}`,
    remedy: hintRemedy(hints, whole),
  });
}

/** Other videos of the dataset have labels. */
function elsewhereError(what: string, labelled: Dataset["videos"]): AssayError {
  const splits = [...new Set(labelled.flatMap(({ split }) => split ?? []))].sort();
  const flags = [...splits, "all"].slice(0, MOST_WAYS).map((split) =>
    `\`--split ${shellWord(split)}\``
  );
  return inputError("DATASET_UNLABELLED", {
    what: `${what}, but ${counted(labelled.length, "other video")} of it`,
    remedy: `Choose others with ${flags.join(" or ")}, or ${GO_ON}`,
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
    const ways = flags.slice(0, MOST_WAYS).map((one) => `\`${one}\``);
    return `Read the labels with ${ways.join(" or ")}, or ${GO_ON}`;
  }
  if (layout !== "unlabelled") return `Add them to its labels, or ${GO_ON}`;
  const isArchive = /\.(?:zip|tar)$/i.test(folder);
  const place = isArchive
    ? `labels.csv and give it with \`--dataset labels.csv --root ${shellWord(folder)}\``
    : shellWord(`${folder}/labels.csv`);
  return `Write them as columns filename,label into ${place} (\`deno task datasets layouts\` lists other ways), ` +
    `or ${GO_ON}`;
}
