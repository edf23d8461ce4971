import { basename } from "node:path";
import { type ArchiveFile } from "../../platform/archives/member_tree.ts";
import { readMember } from "../../platform/archives/open_archive.ts";
import { AssayError, inputError } from "../../records/errors.ts";
import { MOST_LABEL_BYTES, tooLargeLabels } from "./label_bytes.ts";

/**
 * Reads a file of labels in an archive, also a compressed one.
 * @throws AssayError DATASET_LABELS_TOO_LARGE or DATASET_LABELS_BROKEN (exit 3)
 */
export function readMemberBytes(
  archive: string,
  { path, file }: { readonly path: string; readonly file: ArchiveFile },
): Uint8Array {
  const size = file.packed?.size ?? file.span.end - file.span.start;
  if (size > MOST_LABEL_BYTES) throw tooLargeLabels(basename(path), size);
  try {
    return readMember(archive, file);
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof AssayError)) throw cause;
    throw inputError("DATASET_LABELS_BROKEN", {
      what: `the dataset's ${path} cannot be read out of ${basename(archive)}`,
      remedy: "Unpack the archive, or make it again",
      cause,
    });
  }
}
