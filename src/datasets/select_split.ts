import { inputError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import type { Dataset } from "../records/video.ts";

/**
 * Selects the videos of one split, or of several. `missing` is kept, since missing videos may have no split.
 * @param asked a split, several with commas, "all", or `null` for the dataset's default, else all
 * @returns the dataset with these videos, and what was asked for; `null`: all videos
 * @throws AssayError SPLIT_UNKNOWN (exit 3), listing the splits
 */
export function selectSplit(
  dataset: Dataset,
  asked: string | null,
): { readonly dataset: Dataset; readonly split: string | null } {
  const split = asked ?? dataset.defaultSplit ?? "all";
  if (split === "all") return { dataset, split: null };
  const names = splitNames(dataset, split);
  for (const name of names) requireSplit(dataset, name);
  const videos = dataset.videos.filter((video) => names.some((name) => name === video.split));
  return { dataset: { ...dataset, videos }, split: names.join(",") };
}

/** The names in a text; a split whose own name has a comma is one. */
function splitNames({ videos }: Dataset, asked: string): readonly string[] {
  const names = asked.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const isOne = names.length < 2 || videos.some(({ split }) => split === asked);
  return isOne ? [asked] : [...new Set(names)];
}

/** @throws AssayError SPLIT_UNKNOWN (exit 3) */
function requireSplit(dataset: Dataset, name: string): void {
  const isIn = ({ videos }: Dataset) => videos.some(({ split }) => split === name);
  const lacking = dataset.parts.filter((part) => !isIn(part));
  if (!isIn(dataset)) throw unknownSplit(dataset, name);
  if (lacking.length > 0) throw lackingSplit(name, lacking);
}

function unknownSplit(dataset: Dataset, split: string) {
  const known = new Set(dataset.videos.flatMap((video) => video.split ?? []));
  const nearest = nearestName(split, known);
  return inputError("SPLIT_UNKNOWN", {
    what: `${dataset.name} has no videos in a split "${split}"`,
    remedy: nearest !== undefined
      ? `Did you mean "${nearest}"?`
      : known.size === 0
      ? "The dataset has no splits: omit --split"
      : `Pass --split with one of: ${[...known].sort().join(", ")}, or all`,
  });
}

/** Refuses a split that only some of several datasets have: their numbers would silently be about the others. */
function lackingSplit(split: string, lacking: readonly Dataset[]) {
  const texts = lacking.map(({ name, videos }) => {
    const known = [...new Set(videos.flatMap((video) => video.split ?? []))].sort();
    return `${name} (${known.length === 0 ? "no splits" : known.join(", ")})`;
  });
  return inputError("SPLIT_UNKNOWN", {
    what: `there are no videos in a split "${split}" in ${texts.join(" and ")}`,
    remedy: "Pass --split all for the videos of all splits, or evaluate the datasets one by one",
  });
}
