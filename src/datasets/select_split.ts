import { inputError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import type { Dataset } from "../records/video.ts";

/**
 * Selects the videos of one split. `missing` is kept, since missing videos may have no split.
 * @param asked a split, "all", or `null` for the dataset's default, else all
 * @returns the dataset with these videos, and the split's name; `null`: all videos
 * @throws AssayError SPLIT_UNKNOWN (exit 3), listing the splits
 */
export function selectSplit(
  dataset: Dataset,
  asked: string | null,
): { readonly dataset: Dataset; readonly split: string | null } {
  const split = asked ?? dataset.defaultSplit ?? "all";
  if (split === "all") return { dataset, split: null };
  const videos = dataset.videos.filter((video) => video.split === split);
  const lacking = dataset.parts.filter((part) =>
    !part.videos.some((video) => video.split === split)
  );
  if (videos.length > 0) {
    if (lacking.length > 0) throw lackingSplit(split, lacking);
    return { dataset: { ...dataset, videos }, split };
  }
  const known = new Set(dataset.videos.flatMap((video) => video.split ?? []));
  const nearest = nearestName(split, known);
  throw inputError("SPLIT_UNKNOWN", {
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
