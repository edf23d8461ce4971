import { shellWord } from "../base/text/shell_word.ts";
import type { DatasetQuery } from "../records/dataset_query.ts";
import { AssayError } from "../records/errors.ts";
import type { Dataset } from "../records/video.ts";
import { openDatasets } from "./open_datasets.ts";

export interface TryOptions {
  readonly datasetsFolder: string;
  /** The dataset that is asked for now, whose place need not be said again. */
  readonly place: string;
  /** Folder that a labelled video must be in; `null`: any. */
  readonly within: string | null;
}

/**
 * Tries to open labelled videos.
 * @returns the flags that open them, quoted for a shell; `null`: there are none, or they cannot be opened
 */
export async function triedFlags(
  queries: readonly DatasetQuery[],
  options: TryOptions,
): Promise<string | null> {
  const tried = await labelledQueries(queries, options);
  return tried === null ? null : flagsOf(tried, options.place);
}

/** A choice that the dataset demands is made as its error proposes. */
async function labelledQueries(
  queries: readonly DatasetQuery[],
  options: TryOptions,
): Promise<readonly DatasetQuery[] | null> {
  const first = await opened(queries, options);
  if (!(first instanceof AssayError)) return hasLabels(first, options) ? queries : null;
  for (const chosen of withProposals(queries, first)) {
    const next = await opened(chosen, options);
    if (!(next instanceof AssayError) && hasLabels(next, options)) return chosen;
  }
  return null;
}

async function opened(
  queries: readonly DatasetQuery[],
  options: TryOptions,
): Promise<Dataset | AssayError> {
  return await openDatasets(queries, options).catch((error) => {
    if (error instanceof AssayError) return error;
    throw error;
  });
}

function hasLabels({ folder, videos }: Dataset, { within }: TryOptions): boolean {
  return videos.some(({ id, label }) =>
    label !== null && (within === null || `${folder}/${id}`.startsWith(`${within}/`))
  );
}

/** The queries with each value of a tag, or each layout, that an error names. */
function withProposals(
  queries: readonly DatasetQuery[],
  { remedy }: AssayError,
): readonly (readonly DatasetQuery[])[] {
  const tags = [...remedy.matchAll(/--where ([\w-]+)=([\w.+-]*\w)/g)];
  const layouts = [...remedy.matchAll(/--layout ([\w-]+)/g)];
  return [
    ...tags.map(([, tag, value]) =>
      queries.map((query) => ({ ...query, where: { ...query.where, [tag!]: value! } }))
    ),
    ...layouts.map(([, layout]) => queries.map((query) => ({ ...query, layout: layout! }))),
  ];
}

/** Formats queries that differ in nothing but their places. */
function flagsOf(queries: readonly DatasetQuery[], place: string): string {
  const [{ layout, where, root, followLinks }] = queries as [DatasetQuery];
  const isSame = queries.length === 1 && queries[0]!.place === place;
  return [
    ...isSame ? [] : queries.map((query) => `--dataset ${shellWord(query.place)}`),
    ...layout === null ? [] : [`--layout ${layout}`],
    ...Object.entries(where).map(([tag, value]) => `--where ${shellWord(`${tag}=${value}`)}`),
    ...root === null ? [] : [`--root ${shellWord(root)}`],
    ...followLinks ? ["--follow-links"] : [],
  ].join(" ");
}
