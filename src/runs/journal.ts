import { closeSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { AssayError, inputError, toolError, usageError } from "../records/errors.ts";
import type { VideoRecord } from "../records/run_result.ts";
import { fileLines } from "./journal_lines.ts";
import { recordFault } from "./record_fault.ts";
import { requireOwnFileSync, requireRegularFileSync } from "../platform/files/regular_file.ts";
import { systemErrorCode } from "../platform/files/system_error_code.ts";

/** The records of a run, one per video. Memory holds only names and places. */
export interface Journal {
  /** Videos that have a record, by code point. */
  filenames(): readonly string[];
  has(filename: string): boolean;
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
   * @throws RangeError when the video has a record already
   * @throws AssayError (exit code 4) when it cannot be written; the journal is unchanged then
   */
  append(record: VideoRecord): void;
}

/** Place of a record's line in the file, bytes, without its line break. */
export interface RecordPlace {
  readonly offset: number;
  readonly length: number;
}

/** Decoder that rejects invalid UTF-8. */
const UTF8 = new TextDecoder("utf-8", { fatal: true });

interface Index {
  readonly spans: Map<string, RecordPlace>;
  /** Bytes with complete records; any bytes after them are a torn line. */
  readonly end: number;
}

/**
 * Opens the journal at `path` for reading. A torn last line is ignored.
 * @throws AssayError (exit code 3) when it is missing or damaged before its last line
 */
export function readJournal(path: string): FileJournal {
  const fd = openFile(path, "r");
  return journalOf(fd, { path, spans: indexed(fd, path).spans });
}

/**
 * Opens a journal whose records were already located elsewhere.
 * @throws AssayError (exit code 3) when it is missing
 */
export function openAtPlaces(
  path: string,
  places: ReadonlyMap<string, RecordPlace>,
): FileJournal {
  return journalOf(openFile(path, "r"), { path, spans: places });
}

/**
 * Opens the journal at `path` for adding records, and creates it if missing. A torn last line, left by a crash or a
 * full disk, is removed, so its video has no record. The journal is locked until it is closed.
 * @throws AssayError (exit code 3) when it is damaged before its last line; RUN_IN_USE (exit code 2) when
 * another process adds to it
 */
export function resumeJournal(path: string): OpenJournal {
  closeSync(openFile(path, "a"));
  const lock = locked(path);
  try {
    const journal = openJournal(path);
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

function openJournal(path: string): OpenJournal {
  const fd = openFile(path, "r+");
  const { spans, end } = indexed(fd, path);
  ftruncateSync(fd, end);
  let next = end;
  return {
    ...journalOf(fd, { path, spans }),
    append(record) {
      if (spans.has(record.filename)) throw new RangeError(`${record.filename} has a record`);
      const line = new TextEncoder().encode(`${JSON.stringify(record)}\n`);
      appendLine(fd, line, { offset: next, path });
      spans.set(record.filename, { offset: next, length: line.byteLength - 1 });
      next += line.byteLength;
    },
  };
}

function journalOf(
  fd: number,
  { path, spans }: { path: string; spans: ReadonlyMap<string, RecordPlace> },
): FileJournal {
  return {
    filenames: () => [...spans.keys()].sort(compareCodePoints),
    has: (filename) => spans.has(filename),
    places: () => spans,
    read(filename) {
      const span = spans.get(filename);
      if (!span) throw new RangeError(`${filename} has no record`);
      const bytes = new Uint8Array(span.length);
      readSync(fd, bytes, 0, span.length, span.offset);
      const record = parsed(bytes) as VideoRecord | null | undefined;
      if (record?.filename !== filename) throw damaged(path, `the record of ${filename}`);
      return record;
    },
    close: () => closeSync(fd),
  };
}

/**
 * Locates each record. Every line is parsed and validated, so that damage is found here and not in the middle of a
 * report. Of two records of one video the first counts. A last line that is not JSON is torn; one that is JSON but
 * not a record is an error.
 */
function indexed(fd: number, path: string): Index {
  const spans = new Map<string, RecordPlace>();
  let end = 0;
  let number = 0;
  let unreadable: number | null = null;
  for (const { offset, bytes, ended } of fileLines(fd)) {
    if (unreadable !== null) throw damaged(path, `line ${unreadable}`);
    number += 1;
    const value = ended ? parsed(bytes) : undefined;
    if (value === undefined) {
      unreadable = number;
      continue;
    }
    const fault = recordFault(value);
    if (fault !== null) throw damaged(path, `line ${number}${fault && ` (see ${fault})`}`);
    const record = value as VideoRecord;
    if (!spans.has(record.filename)) {
      spans.set(record.filename, { offset, length: bytes.byteLength });
    }
    end = offset + bytes.byteLength + 1;
  }
  return { spans, end };
}

/** The JSON value of a line; `undefined`: it is not JSON. */
function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    return undefined;
  }
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
    throw inputError("JOURNAL_NOT_OPENED", {
      what: `${path} could not be opened (${systemErrorCode(cause)})`,
      remedy: "Give the folder of a run, as eval prints it",
      cause,
    });
  }
}

function damaged(path: string, where: string): AssayError {
  return inputError("JOURNAL_DAMAGED", {
    what: `${path} is damaged: ${where} is not a video's record`,
    remedy: "Delete that line and continue with --resume, which evaluates its video again",
  });
}
