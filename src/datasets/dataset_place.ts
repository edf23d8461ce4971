import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { nearestName } from "../base/text/nearest_name.ts";
import { shellWord } from "../base/text/shell_word.ts";
import { type AssayError, inputError } from "../records/errors.ts";
import { isVideoName } from "./tree/clip_names.ts";
import { isLabelName, LABEL_EXTENSIONS } from "./tree/label_names.ts";
import { isArchivePlace } from "./tree/open_tree.ts";

/** Where a dataset is read from. */
export interface DatasetPlace {
  /** `tree`: a folder or an archive of videos; `labels`: a file of labels. */
  readonly kind: "tree" | "labels";
  /** Absolute. */
  readonly path: string;
}

/**
 * Finds a dataset: by its name in `datasetsFolder`, else by its path.
 * @param given as typed
 * @throws AssayError DATASET_MISSING (exit 3)
 */
export async function findDataset(given: string, datasetsFolder: string): Promise<DatasetPlace> {
  const isName = !given.includes("/") && given !== "." && given !== "..";
  const named = isName ? await placeAt(join(datasetsFolder, given)) : null;
  const place = named ?? await placeAt(resolve(given));
  if (place !== null) return place;
  if (await stat(resolve(given)).then(() => true, () => false)) throw wrongFile(given);
  const known = isName ? await readdir(datasetsFolder).catch(() => []) : [];
  const nearest = nearestName(given, known);
  throw inputError("DATASET_MISSING", {
    what: `there is no dataset ${JSON.stringify(given)}`,
    remedy: nearest === undefined
      ? "Pass the path of a folder of videos, or a name from `deno task datasets list`"
      : `Did you mean "${nearest}"?`,
  });
}

/** @returns `null`: nothing is there, or a file that holds no dataset */
async function placeAt(path: string): Promise<DatasetPlace | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  if (found.isDirectory() || isArchivePlace(path)) return { kind: "tree", path };
  return isLabelName(path) ? { kind: "labels", path } : null;
}

function wrongFile(given: string): AssayError {
  return inputError("DATASET_MISSING", {
    what: `${JSON.stringify(given)} is a file, but no file of labels (${
      LABEL_EXTENSIONS.map((extension) => `.${extension}`).join(", ")
    }) and no archive (.zip, .tar)`,
    remedy: isVideoName(given)
      ? `To score one video, run \`deno task predict ${shellWord(given)}\``
      : "Pass the path of a folder of videos, of an archive or of a file of labels",
  });
}
