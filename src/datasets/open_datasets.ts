import { counted } from "../base/text/counted.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { shellWord } from "../base/text/shell_word.ts";
import type { DatasetQuery } from "../records/dataset_query.ts";
import { AssayError, inputError, usageError } from "../records/errors.ts";
import type { Dataset } from "../records/video.ts";
import { tagNames } from "./choose_by_tags.ts";
import { combineDatasets } from "./combine_datasets.ts";
import { openDataset } from "./open_dataset.ts";

/**
 * Opens what was asked for: one dataset, or several combined into one.
 * @param queries at least one
 * @throws AssayError as `openDataset`; DATASET_GIVEN_TWICE (exit 2)
 */
export async function openDatasets(
  queries: readonly DatasetQuery[],
  { datasetsFolder }: { readonly datasetsFolder: string },
): Promise<Dataset> {
  const parts: Dataset[] = [];
  for (const { place, name, ...reading } of queries) {
    const dataset = await openDataset(place, { ...reading, datasetsFolder }).catch((error) => {
      throw queries.length === 1 ? error : withPlace(error, place);
    });
    parts.push(name === null ? dataset : { ...dataset, name });
  }
  const [first] = parts;
  if (parts.length === 1) return first!;
  requireDistinct(parts, queries);
  requireKnownTags(parts, queries);
  return combineDatasets(parts);
}

/** Names the one of several datasets that an error is about. */
function withPlace(error: unknown, place: string): unknown {
  if (!(error instanceof AssayError) || error.what.includes(place)) return error;
  const { code, exitCode, what, remedy } = error;
  return new AssayError(code, exitCode, {
    what: `${shellWord(place)}: ${what}`,
    remedy,
    cause: error,
  });
}

/** A dataset may be given twice only with other tags asked for, such as another compression. */
function requireDistinct(parts: readonly Dataset[], queries: readonly DatasetQuery[]): void {
  const seen = new Set<string>();
  for (const [i, { place, layout }] of parts.entries()) {
    const key = JSON.stringify([place, layout, Object.entries(queries[i]!.where).sort()]);
    if (seen.has(key)) {
      throw usageError("DATASET_GIVEN_TWICE", {
        what: `the dataset ${place} is given twice`,
        remedy: "Leave one of them out, or ask for other videos of it with `where` in the config",
      });
    }
    seen.add(key);
  }
}

/** What is asked of all datasets together must be a tag in one of them. */
function requireKnownTags(parts: readonly Dataset[], queries: readonly DatasetQuery[]): void {
  const known = tagNames(parts.flatMap(({ videos }) => videos));
  const stray = queries.flatMap(({ whereTagged }) => Object.keys(whereTagged))
    .find((tag) => !known.includes(tag));
  if (stray === undefined) return;
  const nearest = nearestName(stray, known);
  const guess = nearest === undefined ? "" : `Did you mean "${nearest}"? `;
  throw inputError("DATASET_TAG_UNKNOWN", {
    what: `none of the ${counted(parts.length, "dataset")} has the tag "${stray}"`,
    remedy: known.length === 0
      ? "Their videos have no tags: leave out --where"
      : `${guess}Their tags are ${known.map((tag) => JSON.stringify(tag)).join(", ")}`,
  });
}
