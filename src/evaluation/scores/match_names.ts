import { plainText } from "../../base/text/csv.ts";
import { type Match, NameIndex } from "../../datasets/name_index.ts";
import { plainName } from "../../datasets/tree/plain_name.ts";

/** A name's video, and how the two differ; `null`: not at all. */
export interface MatchedVideo {
  readonly id: string;
  readonly match: Match | null;
}

/**
 * Finds the video of each name as names in labels are found: the name as it is, else as a path by its text, else the one
 * video that fits by Unicode form, case, extension or the end of the path. Of a path that leads through other folders
 * than the dataset's, the end is looked for.
 * @returns names that no video fits, or several do, are left out
 */
export function matchNames(
  names: Iterable<string>,
  ids: readonly string[],
): ReadonlyMap<string, MatchedVideo> {
  const known = new Set(ids);
  const matched = new Map<string, MatchedVideo>();
  const left: string[] = [];
  for (const name of new Set(names)) {
    const id = [name, plainText(name)].find((one) => known.has(one));
    if (id !== undefined) matched.set(name, { id, match: null });
    else left.push(name);
  }
  const taken = new Set([...matched.values()].map(({ id }) => id));
  const free = ids.filter((id) => !taken.has(id));
  const rest = { index: new NameIndex(free), known: new Set(free) };
  for (const name of left) {
    const found = findEnd(plainName(plainText(name)), rest);
    if (found !== null) matched.set(name, found);
  }
  return matched;
}

/** Looks for a path, then for it without its first folder, and so on. */
function findEnd(
  path: string,
  { index, known }: { readonly index: NameIndex; readonly known: ReadonlySet<string> },
): MatchedVideo | null {
  if (known.has(path)) return { id: path, match: "form" };
  const parts = path.split("/").filter((part) => part !== "" && part !== "..");
  for (let from = 0; from < parts.length; from++) {
    const end = parts.slice(from).join("/");
    if (from > 0 && known.has(end)) return { id: end, match: "folder" };
    const found = index.find(end);
    if (found !== null) {
      const match = from > 0 || path.startsWith("/") ? "folder" : found.match;
      return { id: found.path, match };
    }
  }
  return null;
}
