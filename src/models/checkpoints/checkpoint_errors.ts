import { inputError } from "../../records/errors.ts";

/** A pickle wants something done that no file of weights needs. The message goes on from the file's name. */
export class UnsafePickle extends Error {}

/**
 * Runs a reader, which knows bytes but no file name: its UnsafePickle becomes CHECKPOINT_UNSAFE, its
 * RangeError (the word of every reader here, and of ByteSource, for bytes that do not fit together)
 * CHECKPOINT_BROKEN, both with exit code 3.
 */
export function namingErrors<T>(file: string, reader: () => T): T {
  try {
    return reader();
  } catch (cause) {
    if (cause instanceof UnsafePickle) {
      throw inputError("CHECKPOINT_UNSAFE", {
        what: `${file} ${cause.message}; nothing of it was run`,
        remedy:
          "Save the state dict alone, as torch.save(model.state_dict(), path) or as safetensors",
        cause,
      });
    }
    if (cause instanceof RangeError) {
      throw inputError("CHECKPOINT_BROKEN", {
        what: `${file} is not a whole checkpoint: ${cause.message}`,
        remedy: "Fetch it or save it again",
        cause,
      });
    }
    throw cause;
  }
}

/** Text out of a file, cut to a length that fits into a sentence. */
export function shortened(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}
