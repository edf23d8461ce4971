import { stat } from "node:fs/promises";
import { readTextFile } from "../../platform/files/regular_file.ts";
import { basename } from "node:path";
import { inputError } from "../../records/errors.ts";

/** What a text may hold at most, bytes; V8 makes none of more than 537 million characters. */
const MOST = 500_000_000;

/**
 * Reads a file of labels as text. Its size is looked at first: of a larger one, Deno ends the process with an error
 * that cannot be caught.
 * @throws AssayError DATASET_LABELS_TOO_LARGE (exit 3); the system's error when it cannot be read
 */
export async function readLabelText(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size <= MOST) return await readTextFile(path);
  throw inputError("DATASET_LABELS_TOO_LARGE", {
    what: `the dataset's ${basename(path)} has ${Math.ceil(size / 1e6)} MB, and ${
      MOST / 1e6
    } MB is the most that is read`,
    remedy: "Split the dataset into several folders, each with its own labels",
  });
}
