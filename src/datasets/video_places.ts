import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { nearestName } from "../base/text/nearest_name.ts";
import { inputError } from "../records/errors.ts";
import { isPattern, matchPaths } from "./match_paths.ts";
import { extensionOf } from "./tree/clip_names.ts";
import { LABEL_EXTENSIONS } from "./tree/label_names.ts";
import { isArchivePlace } from "./tree/open_tree.ts";

/** Where videos are. */
export interface VideoPlace {
  /** `tree`: a folder or an archive; `text`: a file of labels or notes. */
  readonly kind: "file" | "tree" | "text";
  /** Absolute. */
  readonly path: string;
}

/** Extensions of texts that lie beside videos, in lower case. Any other file that is named is taken for a video. */
const TEXTS: readonly string[] = [...LABEL_EXTENSIONS, "txt", "md"];

/**
 * Finds the places that a command line names.
 * @param given paths as typed; `*`, `?` and `[…]` stand for what they mean in a shell, unless there is such a file
 * @returns in the order given, each once; those of a pattern by code point
 * @throws AssayError DATASET_MISSING (exit 3)
 */
export async function findVideoPlaces(given: readonly string[]): Promise<readonly VideoPlace[]> {
  const found = new Map<string, VideoPlace>();
  for (const text of given) {
    for (const path of await pathsOf(text)) {
      const place = await placeAt(path);
      if (place === null) throw await missingError(text);
      found.set(path, place);
    }
  }
  return [...found.values()];
}

async function pathsOf(text: string): Promise<readonly string[]> {
  const path = resolve(text);
  if (!isPattern(text) || await placeAt(path) !== null) return [path];
  const matches = await matchPaths(path);
  return matches.length === 0 ? [path] : matches;
}

/** @returns `null`: nothing is there */
async function placeAt(path: string): Promise<VideoPlace | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  const extension = extensionOf(basename(path));
  const isTree = found.isDirectory() || isArchivePlace(path);
  return { kind: isTree ? "tree" : TEXTS.includes(extension) ? "text" : "file", path };
}

async function missingError(text: string) {
  const folder = dirname(resolve(text));
  const known = await readdir(folder).catch(() => []);
  const nearest = nearestName(basename(text), known);
  return inputError("DATASET_MISSING", {
    what: isPattern(text)
      ? `no file or folder matches ${JSON.stringify(text)}`
      : `there is no file or folder ${JSON.stringify(text)}`,
    remedy: nearest === undefined
      ? "Give paths of videos, of folders of videos, or of archives (.zip, .tar)"
      : `Did you mean ${JSON.stringify(join(dirname(text), nearest))}?`,
  });
}
