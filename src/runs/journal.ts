import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { AssayError, inputError, toolError, usageError } from "../records/errors.ts";
import type { JournalProof } from "../records/manifest.ts";
import type { VideoRecord } from "../records/run_result.ts";
import { requireOwnFileSync, requireRegularFileSync } from "../platform/files/regular_file.ts";
import { systemErrorCode } from "../platform/files/system_error_code.ts";
import {
  addTagNames,
  damaged,
  indexJournal,
  type JournalState,
  type RecordPlace,
} from "./journal_index.ts";
import { journalLine, readLine } from "./journal_line.ts";

/** The records of a run, one per video. Memory holds only names and places. */
export interface Journal {
  /** Videos that have a record, by code point. */
  filenames(): readonly string[];
  has(filename: string): boolean;
  /** Names of the tags that the dataset states of any of them, by code point. */
  tagNames(): readonly string[];
  /**
   * @throws RangeError when the video has no record
   * @throws AssayError (exit code 3) when the file was changed by others
   */
  read(filename: string): VideoRecord;
  close(): void;
}

/** A journal in a file. */
export interface FileJournal extends Journal {
  /** Place of each record, for `openAtPlaces` in another thread. */
  places(): ReadonlyMap<string, RecordPlace>;
}

/** A journal that records are added to. */
export interface OpenJournal extends FileJournal {
  /**
   * Adds a line and waits until it is on disk.
   * @param options `again`: the video was tried again, and this record replaces its earlier one
   * @throws RangeError when the video has a record already and was not tried again
   * @throws AssayError (exit code 4) when it cannot be written; the journal is unchanged then
   */
  append(record: VideoRecord, options?: { readonly again: boolean }): void;
  /** The number of lines and the hash of the journal as it is now. */
  proof(): JournalProof;
}

/** State of the journal of a run in progress. */
const GROWING: JournalState = { kind: "growing" };

/**
 * Opens the journal at `path` for reading. A torn last line is ignored if the run is not complete.
 * @throws AssayError (exit code 3) when it is missing, damaged or not in the expected state
 */
export function readJournal(path: string, state: JournalState = GROWING): FileJournal {
  const fd = openFile(path, "r");
  try {
    return journalOf(fd, { path, ...indexJournal(fd, { path, state }) });
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/**
 * Opens a journal whose records were already located, and their tags named, elsewhere.
 * @throws AssayError (exit code 3) when it is missing
 */
export function openAtPlaces(
  path: string,
  { places, tagNames }: {
    readonly places: ReadonlyMap<string, RecordPlace>;
    readonly tagNames: readonly string[];
  },
): FileJournal {
  return journalOf(openFile(path, "r"), { path, spans: places, tagNames });
}

/**
 * Opens the journal at `path` for adding records, and creates it if missing. A torn last line, left by a crash or a
 * full disk, is removed, so its video has no record. The journal is locked until it is closed.
 * @throws AssayError (exit code 3) when it is damaged before its last line, or not in the expected state;
 * RUN_IN_USE (exit code 2) when another process adds to it
 */
export function resumeJournal(path: string, state: JournalState = GROWING): OpenJournal {
  closeSync(openFile(path, "a"));
  const lock = locked(path);
  try {
    const journal = openJournal(path, state);
    const close = () => {
      journal.close();
      lock.close();
    };
    return { ...journal, close };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Opens the file, locked for this process; the system releases the lock when the process ends. */
function locked(path: string): Deno.FsFile {
  const file = Deno.openSync(path, { read: true, write: true });
  if (tryLock(file)) return file;
  file.close();
  throw usageError("RUN_IN_USE", {
    what: `another process is writing ${path}`,
    remedy: "Wait until it has finished, or stop it and continue with --resume",
  });
}

function tryLock(file: Deno.FsFile): boolean {
  try {
    return file.tryLockSync(true);
  } catch {
    return true; // a file system without locks
  }
}

function openJournal(path: string, state: JournalState): OpenJournal {
  const fd = openFile(path, "r+");
  try {
    return growingJournal(fd, { path, state });
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function growingJournal(
  fd: number,
  { path, state }: { readonly path: string; readonly state: JournalState },
): OpenJournal {
  const { spans, tagNames, end, lines: before, hash } = indexJournal(fd, { path, state });
  ftruncateSync(fd, end);
  let next = end;
  let lines = before;
  return {
    ...journalOf(fd, { path, spans, tagNames }),
    append(record, { again } = { again: false }) {
      if (spans.has(record.filename) !== again) {
        throw new RangeError(`${record.filename} has ${again ? "no" : "a"} record`);
      }
      const line = journalLine(record);
      appendLine(fd, line, { offset: next, path });
      hash.update(line);
      lines += 1;
      spans.set(record.filename, { offset: next, length: line.byteLength - 1 });
      addTagNames(tagNames, record);
      next += line.byteLength;
    },
    proof: () => ({ lines, sha256: hash.copy().digest("hex") }),
  };
}

function journalOf(
  fd: number,
  { path, spans, tagNames }: {
    readonly path: string;
    readonly spans: ReadonlyMap<string, RecordPlace>;
    readonly tagNames: Iterable<string>;
  },
): FileJournal {
  return {
    filenames: () => [...spans.keys()].sort(compareCodePoints),
    has: (filename) => spans.has(filename),
    tagNames: () => [...tagNames].sort(compareCodePoints),
    places: () => spans,
    read(filename) {
      const span = spans.get(filename);
      if (!span) throw new RangeError(`${filename} has no record`);
      const bytes = new Uint8Array(span.length);
      readSync(fd, bytes, 0, span.length, span.offset);
      const content = readLine(bytes);
      const record = content.kind === "value" ? content.value as VideoRecord | null : null;
      if (record?.filename === filename) return record;
      const line = `the record of ${filename}`;
      throw damaged(path, { line, why: "was changed meanwhile", state: GROWING });
    },
    close: () => closeSync(fd),
  };
}

function appendLine(
  fd: number,
  line: Uint8Array,
  { offset, path }: { offset: number; path: string },
): void {
  try {
    for (let done = 0; done < line.byteLength;) {
      done += writeSync(fd, line, done, line.byteLength - done, offset + done);
    }
    fsyncSync(fd);
  } catch (cause) {
    ftruncateSync(fd, offset);
    throw toolError("JOURNAL_NOT_WRITTEN", {
      what: `${path} could not be added to (${systemErrorCode(cause)})`,
      remedy: "Free disk space and continue with --resume",
      cause,
    });
  }
}

function openFile(path: string, flags: "r" | "a" | "r+"): number {
  try {
    if (flags === "r") requireRegularFileSync(path);
    else requireOwnFileSync(path);
    return openSync(path, flags);
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw notOpened(path, systemErrorCode(cause), cause);
  }
}

function notOpened(path: string, why: string, cause?: unknown): AssayError {
  return inputError("JOURNAL_NOT_OPENED", {
    what: `${path} could not be opened (${why})`,
    remedy: "Give the folder of a run, as eval prints it",
    cause,
  });
}
