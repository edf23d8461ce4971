import { stemOf } from "./tree/clip_names.ts";

/** How a listed name differs from the path that it was matched with, the closest first. */
export const MATCHES = ["form", "unicode", "case", "extension", "folder"] as const;

export type Match = typeof MATCHES[number];

export interface MatchedName {
  readonly path: string;
  readonly match: Match;
}

/** Ways of comparing a listed name with a path of as many parts, or with the end of a longer one. */
const COMPARED: readonly { readonly match: Match; readonly key: (path: string) => string }[] = [
  { match: "unicode", key: (path) => path.normalize() },
  { match: "case", key: fold },
  { match: "extension", key: foldStem },
];

/** Paths of videos, to be found by names that are not spelled like them. */
export class NameIndex {
  readonly #paths: readonly string[];
  /** Paths by the folded end of as many parts, by that number. */
  readonly #byEnd = new Map<number, ReadonlyMap<string, readonly string[]>>();

  /** @param paths that no listed name has exactly */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /**
   * Finds the one path that fits a name: by Unicode form, else without regard to case, else to the extension; then
   * likewise by the end of the path.
   * @param name with `/` between its parts
   * @returns `null`: no path fits, or several do
   */
  find(name: string): MatchedName | null {
    const found = this.#fitting(name);
    return found?.paths.length === 1 ? { path: found.paths[0]!, match: found.match } : null;
  }

  /** The paths that fit a name equally well, where there are several; else none. */
  several(name: string): readonly string[] {
    const paths = this.#fitting(name)?.paths ?? [];
    return paths.length > 1 ? paths : [];
  }

  #fitting(name: string): { readonly paths: readonly string[]; readonly match: Match } | null {
    const parts = partsOf(name);
    const near = this.#endingLike(name, parts);
    const inPlace = near.filter((path) => partsOf(path) === parts);
    for (const { match, key } of COMPARED) {
      const fits = likeName(inPlace, { name, key });
      if (fits.length > 0) return { paths: fits, match };
    }
    for (const { key } of [{ key: (path: string) => path }, ...COMPARED]) {
      const fits = likeName(near, { name, key: (path) => key(lastParts(path, parts)) });
      if (fits.length > 0) return { paths: fits, match: "folder" };
    }
    return null;
  }

  #endingLike(name: string, parts: number): readonly string[] {
    let byEnd = this.#byEnd.get(parts);
    if (byEnd === undefined) this.#byEnd.set(parts, byEnd = indexEnds(this.#paths, parts));
    return byEnd.get(foldStem(name)) ?? [];
  }
}

function indexEnds(
  paths: readonly string[],
  parts: number,
): ReadonlyMap<string, readonly string[]> {
  const byEnd = new Map<string, string[]>();
  for (const path of paths) {
    const key = foldStem(lastParts(path, parts));
    const known = byEnd.get(key);
    if (known === undefined) byEnd.set(key, [path]);
    else known.push(path);
  }
  return byEnd;
}

function likeName(
  paths: readonly string[],
  { name, key }: { readonly name: string; readonly key: (path: string) => string },
): readonly string[] {
  if (paths.length === 0) return [];
  const wanted = key(name);
  return paths.filter((path) => key(path) === wanted);
}

function partsOf(path: string): number {
  let parts = 1;
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) parts += 1;
  return parts;
}

/** The end of a path, as long as it has so many parts; the whole path where it has fewer. */
function lastParts(path: string, parts: number): string {
  let at = path.length;
  for (let left = parts; left > 0 && at !== -1; left--) at = path.lastIndexOf("/", at - 1);
  return path.slice(at + 1);
}

function fold(path: string): string {
  return path.normalize().toLowerCase();
}

function foldStem(path: string): string {
  return fold(stemOf(path));
}
