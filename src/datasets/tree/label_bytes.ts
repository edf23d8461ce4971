import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { requireRegularFile } from "../../platform/files/regular_file.ts";
import { inputError } from "../../records/errors.ts";

/** What a file of labels may hold at most, bytes; V8 makes no text of more than 537 million characters. */
export const MOST_LABEL_BYTES = 500_000_000;

/**
 * Reads a file of labels. Its size is looked at first: of a larger one, Deno ends the process with an error that cannot
 * be caught.
 * @throws AssayError NOT_A_FILE or DATASET_LABELS_TOO_LARGE (exit 3), or DATASET_LABELS_BROKEN when it cannot be read
 */
export async function readLabelBytes(path: string): Promise<Uint8Array> {
  const { size } = await requireRegularFile(path);
  if (size > MOST_LABEL_BYTES) throw tooLargeLabels(basename(path), size);
  return await readFile(path).catch((cause) => {
    throw inputError("DATASET_LABELS_BROKEN", {
      what: `the dataset's ${basename(path)} cannot be read`,
      remedy: "Check that you may read it",
      cause,
    });
  });
}

/** Makes the error for a file of labels that is too large. */
export function tooLargeLabels(name: string, size: number) {
  return inputError("DATASET_LABELS_TOO_LARGE", {
    what: `the dataset's ${name} has ${Math.ceil(size / 1e6)} MB, and ${
      MOST_LABEL_BYTES / 1e6
    } MB is the most that is read`,
    remedy: "Split the dataset into several folders, each with its own labels",
  });
}
