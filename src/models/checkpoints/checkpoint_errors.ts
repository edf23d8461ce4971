import { inputError } from "../../records/errors.ts";

/**
 * A pickle uses something that weights do not need. The message continues a sentence that begins with the
 * file's name.
 */
export class UnsafePickle extends Error {}

/**
 * Runs a reader and adds the file's name to its errors: UnsafePickle becomes CHECKPOINT_UNSAFE, RangeError
 * (thrown by all readers here and by ByteSource for inconsistent bytes) becomes CHECKPOINT_BROKEN, both with
 * exit code 3.
 */
export function addFileToErrors<T>(file: string, reader: () => T): T {
  try {
    return reader();
  } catch (cause) {
    if (cause instanceof UnsafePickle) {
      throw inputError("CHECKPOINT_UNSAFE", {
        what: `${file} ${cause.message}; no code in it was run`,
        remedy:
          "Save only the state dict, with torch.save(model.state_dict(), path) or as safetensors",
        cause,
      });
    }
    if (cause instanceof RangeError) {
      throw inputError("CHECKPOINT_BROKEN", {
        what: `${file} is not a valid checkpoint: ${cause.message}`,
        remedy: "Download it or save it again",
        cause,
      });
    }
    throw cause;
  }
}

/** Truncates text from a file to fit into a message. */
export function truncateText(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}
