import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { type AssayError, inputError } from "../records/errors.ts";
import type { Label, Tags } from "../records/video.ts";

/** What of a video decides whether it is chosen. */
interface Tagged {
  readonly label: Label | null;
  readonly tags: Tags;
}

/** Number of names that an error lists. */
const MOST_SHOWN = 20;

/**
 * Chooses the videos with the given values of tags. REAL videos without a tag stay if only FAKE videos have it, such as
 * `method`.
 * @throws AssayError DATASET_TAG_UNKNOWN (exit 3) for a tag that no video has, or a value of it that none has
 */
export function chooseByTags<Video extends Tagged>(
  videos: readonly Video[],
  where: Tags,
): readonly Video[] {
  const wanted = Object.entries(where);
  let chosen = videos;
  for (const [tag, value] of wanted) {
    const tagged = videos.filter(({ tags }) => Object.hasOwn(tags, tag));
    if (tagged.length === 0) throw unknownTag(tag, videos);
    if (!tagged.some(({ tags }) => tags[tag] === value)) throw unknownValue(tag, value, tagged);
    const isOfFakes = tagged.every(({ label }) => label === "FAKE");
    chosen = chosen.filter(({ label, tags }) =>
      Object.hasOwn(tags, tag) ? tags[tag] === value : isOfFakes && label === "REAL"
    );
  }
  if (chosen.length > 0 || wanted.length === 0) return chosen;
  throw inputError("DATASET_TAG_UNKNOWN", {
    what: `no video has ${wanted.map(([tag, value]) => `${tag}=${value}`).join(" and ")}`,
    remedy: "Leave out one of them",
  });
}

/** The tags that some videos have, sorted. */
export function tagNames(videos: Iterable<Tagged>): readonly string[] {
  const names = new Set<string>();
  for (const { tags } of videos) for (const name of Object.keys(tags)) names.add(name);
  return [...names].sort(compareCodePoints);
}

function unknownTag(tag: string, videos: readonly Tagged[]): AssayError {
  const known = tagNames(videos);
  return inputError("DATASET_TAG_UNKNOWN", {
    what: `no video of the dataset has the tag "${tag}"`,
    remedy: known.length === 0
      ? "Its videos have no tags: leave out --where"
      : suggestAmong(tag, known, "Its tags are"),
  });
}

function unknownValue(tag: string, value: string, tagged: readonly Tagged[]): AssayError {
  const known = [...new Set(tagged.map(({ tags }) => tags[tag]!))].sort(compareCodePoints);
  return inputError("DATASET_TAG_UNKNOWN", {
    what: `no video of the dataset has the value "${value}" of the tag "${tag}"`,
    remedy: suggestAmong(value, known, "Its values are"),
  });
}

function suggestAmong(name: string, known: readonly string[], lead: string): string {
  const nearest = nearestName(name, known);
  const guess = nearest === undefined ? "" : `Did you mean "${nearest}"? `;
  const more = known.length - MOST_SHOWN;
  const shown = known.slice(0, MOST_SHOWN).map((one) => JSON.stringify(one)).join(", ");
  return `${guess}${lead} ${shown}${more > 0 ? ` and ${more} more` : ""}`;
}
