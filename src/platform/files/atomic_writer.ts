import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { toolError } from "../../records/errors.ts";
import { systemErrorCode } from "./system_error_code.ts";

/** A file that appears under its name only when it is complete. */
export interface AtomicWriter {
  write(chunk: string | Uint8Array): void;
  /** Gives the file its name and replaces an existing file. */
  commit(): void;
  /** Discards what was written; does nothing after `commit`. */
  abandon(): void;
}

const BUFFER_CHARACTERS = 1 << 16;

export interface AtomicOptions {
  /** Whether the file survives a power failure, which costs milliseconds; default true. */
  readonly durable?: boolean;
}

/**
 * Starts a file that will be at `path`.
 * @throws AssayError (exit 4), also from its functions, when the disk cannot be written
 */
export function atomicWriter(
  path: string,
  { durable = true }: AtomicOptions = {},
): AtomicWriter {
  const temporary = temporaryPath(path);
  const fd = guarded(path, () => openSync(temporary, "wx"));
  let pending = "";
  let open = true;
  const flush = () => {
    if (pending) writeAll(fd, new TextEncoder().encode(pending));
    pending = "";
  };
  const abandon = () => {
    if (!open) return;
    open = false;
    closeSync(fd);
    rmSync(temporary, { force: true });
  };
  return {
    write: (chunk) =>
      guarded(path, () => {
        if (typeof chunk === "string") pending += chunk;
        if (typeof chunk !== "string" || pending.length > BUFFER_CHARACTERS) flush();
        if (typeof chunk !== "string") writeAll(fd, chunk);
      }),
    commit: () =>
      guarded(path, () => {
        flush();
        if (durable) fsyncSync(fd);
        renameSync(temporary, path);
        open = false;
        closeSync(fd);
      }),
    abandon,
  };
}

/** Makes a unique temporary name in the folder of a file. */
export function temporaryPath(path: string): string {
  return `${path}.${crypto.randomUUID().slice(0, 8)}.tmp`;
}

/** Writes the chunks to `path`: all of them or, on an error, none. */
export function writeAtomically(
  path: string,
  chunks: Iterable<string | Uint8Array>,
  options: AtomicOptions = {},
): void {
  const writer = atomicWriter(path, options);
  try {
    for (const chunk of chunks) writer.write(chunk);
    writer.commit();
  } finally {
    writer.abandon();
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.byteLength;) done += writeSync(fd, bytes, done);
}

function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const code = systemErrorCode(cause);
    throw toolError("FILE_NOT_WRITTEN", {
      what: `${path} could not be written (${code})`,
      remedy: "Free disk space and check that the folder is writable, then run `report` on the run",
      cause,
    });
  }
}
