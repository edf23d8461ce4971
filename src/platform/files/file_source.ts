import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import type { ByteSource } from "../../base/bytes.ts";
import { AssayError, inputError } from "../../records/errors.ts";

/** The bytes of an open file. */
export interface FileSource extends ByteSource {
  /** Closes the file; later reads fail. */
  close(): void;
}

/** Reads up to this size share one buffer; a larger read gets its own. */
const SHARED_BYTES = 1 << 20;

/**
 * Opens a regular file for random access; its length is taken at opening.
 * @throws AssayError FILE_NOT_READ (exit 3) when the file is missing, is not a regular file or cannot be
 * opened; reading throws the same when the disk fails or the file was truncated
 */
export function openFileSource(path: string): FileSource {
  const fd = guarded(path, () => {
    if (!statSync(path).isFile()) throw notRead(path, "it is not a regular file"); // opening a pipe waits
    return openSync(path, "r");
  });
  const byteLength = guarded(path, () => fstatSync(fd).size);
  const shared = new Uint8Array(Math.min(SHARED_BYTES, byteLength));
  return {
    byteLength,
    read(offset, length) {
      if (!(offset >= 0 && length >= 0 && offset + length <= byteLength)) {
        throw new RangeError(`bytes ${offset}..${offset + length} are outside 0..${byteLength}`);
      }
      const into = length <= shared.length ? shared.subarray(0, length) : new Uint8Array(length);
      guarded(path, () => fill(into, { fd, offset, path }));
      return into;
    },
    close: () => closeSync(fd),
  };
}

function fill(
  into: Uint8Array,
  { fd, offset, path }: { fd: number; offset: number; path: string },
): void {
  for (let done = 0; done < into.length;) {
    const count = readSync(fd, into, done, into.length - done, offset + done);
    if (count === 0) throw notRead(path, "it was truncated while it was read");
    done += count;
  }
}

function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    const { code, name } = cause as NodeJS.ErrnoException;
    throw notRead(path, code ?? name, cause);
  }
}

function notRead(path: string, why: string, cause?: unknown): AssayError {
  return inputError("FILE_NOT_READ", {
    what: `${path} cannot be read (${why})`,
    remedy: "Check that the file exists and is readable",
    cause,
  });
}
