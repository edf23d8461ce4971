import { join } from "node:path";
import { plainQuery } from "../records/dataset_query.ts";
import { AssayError } from "../records/errors.ts";
import type { Dataset } from "../records/video.ts";
import { type FoundLabels, type LabelledFolder, labelsAbove, labelsBelow } from "./find_labels.ts";
import { LABELLED_LAYOUTS } from "./layouts/registry.ts";
import { openTree } from "./tree/open_tree.ts";
import { triedFlags, type TryOptions } from "./tried_flags.ts";

/** How many folders are named in one call, and how many are listed. */
const MOST_TOGETHER = 12, MOST_LISTED = 3;

/** What looks like labels, and how it is read. */
export interface LabelHints {
  /** Phrases such as "`metadata.json` in `part_a`". */
  readonly found: readonly string[];
  /** Flags that open labelled videos, each of which was tried; the best first. */
  readonly flags: readonly string[];
}

/** A dataset whose labels are looked for. */
export type Searched = Pick<Dataset, "place" | "folder" | "followLinks" | "leftOut">;

type Search = Searched & TryOptions;

/**
 * Looks for the labels of videos that have none: in the folder's own folders, in files of other names, behind links, and
 * where there are none, in the folders that it lies in.
 */
export async function labelHints(
  searched: Searched,
  { datasetsFolder }: { readonly datasetsFolder: string },
): Promise<LabelHints> {
  const search = { ...searched, datasetsFolder, within: null };
  const tree = await openTree(searched.folder, searched);
  const below = await orNothing(labelsBelow(tree));
  const folders = await folderHints(below.folders, search);
  const names = folders.flags.length > 0 ? below.files : [...below.files, ...below.filesInside];
  const files = await fileHints(names.map((name) => join(tree.place, name)), search);
  const links = await linkHints(search);
  const isFileAlone = folders.flags.length === 0 && files.flags.length > 0;
  const inside = joinHints([...isFileAlone ? [] : [folders], files, links]);
  return inside.flags.length > 0 ? inside : joinHints([inside, await hintsAbove(search)]);
}

async function hintsAbove(search: Search): Promise<LabelHints> {
  const within = { ...search, within: search.folder };
  const above = await orNothing(labelsAbove(search.folder));
  const files = await fileHints(above.files, within);
  return joinHints([files, await folderHints(above.folders, within)]);
}

/** Folders that cannot be read hold no labels. */
async function orNothing(search: Promise<FoundLabels>): Promise<FoundLabels> {
  return await search.catch((error) => {
    if (error instanceof AssayError) return { folders: [], files: [], filesInside: [] };
    throw error;
  });
}

function joinHints(hints: readonly LabelHints[]): LabelHints {
  return {
    found: [...new Set(hints.flatMap(({ found }) => found))],
    flags: [...new Set(hints.flatMap(({ flags }) => flags))],
  };
}

/** Hints at folders that layouts recognise; above the dataset's, only at those that have labels for it. */
async function folderHints(
  folders: readonly LabelledFolder[],
  search: Search,
): Promise<LabelHints> {
  const found: string[] = [], flags: string[] = [];
  for (const [layout, same] of Map.groupBy(folders, ({ layout }) => layout)) {
    const isSure = same.every(({ folder }) => isOnlyMatch(folder, folders));
    const tried = await groupFlags(same, { search, layout: isSure ? null : layout });
    if (tried !== null) flags.push(tried);
    if (tried !== null || search.within === null) found.push(folderPhrase(same));
  }
  return { found, flags };
}

function isOnlyMatch(folder: string, folders: readonly LabelledFolder[]): boolean {
  return folders.filter((other) => other.folder === folder).length === 1;
}

/** The flags for folders of one layout: a layout that takes them together, else all of them, else the first. */
async function groupFlags(
  same: readonly LabelledFolder[],
  { search, layout }: { readonly search: Search; readonly layout: string | null },
): Promise<string | null> {
  const queryOf = ({ folder }: LabelledFolder) => ({
    ...plainQuery(folder.startsWith("/") ? folder : join(search.folder, folder)),
    ...{ layout, followLinks: search.followLinks },
  });
  if (same.length > 1 && search.within === null) {
    const together = await layoutFlags(search);
    if (together !== null) return together;
    const all = same.length <= MOST_TOGETHER ? await triedFlags(same.map(queryOf), search) : null;
    if (all !== null) return all;
  }
  return await triedFlags([queryOf(same[0]!)], search);
}

/** Finds a layout that does not recognise the folder by itself but reads it. */
async function layoutFlags(search: Search): Promise<string | null> {
  const { place, followLinks } = search;
  for (const layout of LABELLED_LAYOUTS) {
    const flags = await triedFlags([{ ...plainQuery(place), layout, followLinks }], search);
    if (flags !== null) return flags;
  }
  return null;
}

/** Hints at files that list videos, by paths that begin in the file's folder or in the dataset's. */
async function fileHints(files: readonly string[], search: Search): Promise<LabelHints> {
  const found: string[] = [], flags: string[] = [];
  for (const file of files) {
    const { followLinks } = search;
    const query = { ...plainQuery(file), followLinks };
    const tried = await triedFlags([query], search) ??
      await triedFlags([{ ...query, root: search.folder }], { ...search, within: null });
    if (tried === null) continue;
    flags.push(tried);
    found.push(`\`${nameIn(search.folder, file)}\``);
  }
  return { found, flags };
}

function nameIn(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

/** Hints at labels behind links that lead out of the dataset. */
async function linkHints(search: Search): Promise<LabelHints> {
  const link = search.leftOut.find(({ reason }) => reason === "link");
  if (link === undefined) return { found: [], flags: [] };
  const flags = await triedFlags([{ ...plainQuery(search.place), followLinks: true }], search);
  return flags === null
    ? { found: [], flags: [] }
    : { found: [`\`${link.name}\`, a link that leads out of the folder`], flags: [flags] };
}

/** Formats what layouts recognise folders by: "`metadata.json` in 3 folders (`a`, `b`, `c`)". */
function folderPhrase(same: readonly LabelledFolder[]): string {
  const [{ by, layout }] = same as [LabelledFolder];
  const names = same.slice(0, MOST_LISTED).map(({ folder }) => `\`${folder}\``);
  const more = same.length - names.length;
  const listed = names.join(", ") + (more > 0 ? ` and ${more} more` : "");
  const place = same.length === 1 ? listed : `${same.length} folders (${listed})`;
  return `${by} in ${place}, which is the layout ${layout}`;
}
