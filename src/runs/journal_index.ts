import { createHash, type Hash } from "node:crypto";
import { type AssayError, inputError } from "../records/errors.ts";
import type { JournalProof } from "../records/manifest.ts";
import type { VideoRecord } from "../records/run_result.ts";
import { type FileLine, fileLines } from "./journal_lines.ts";
import { readLine } from "./journal_line.ts";
import { recordFault } from "./record_fault.ts";

/** State that a journal is expected to be in. */
export type JournalState =
  /** The run is not complete: the last line may be cut off. */
  | { readonly kind: "growing" }
  /** The run is complete: the journal must match the proof in its manifest. */
  | { readonly kind: "complete"; readonly proof: JournalProof }
  /** Written by a version without checksums. */
  | { readonly kind: "unproven" };

/** Position and length of a record's line in the file, bytes, without its line break. */
export interface RecordPlace {
  readonly offset: number;
  readonly length: number;
}

export interface JournalIndex {
  readonly spans: Map<string, RecordPlace>;
  /** Names of the tags that any record has. */
  readonly tagNames: Set<string>;
  /** Lines that hold a record. */
  readonly lines: number;
  /** Bytes of complete records; only a torn line may follow. */
  readonly end: number;
  /** SHA-256 of those bytes, which further lines are added to. */
  readonly hash: Hash;
}

const LINE_FEED = new Uint8Array([0x0a]);

/**
 * Finds the position of each record. Every line is read completely, and its checksum and types are checked, so that
 * damage is found here and not in the middle of a report. Of two records of a video the last counts: it is the retry.
 * @throws AssayError JOURNAL_DAMAGED, JOURNAL_INCOMPLETE or JOURNAL_CHANGED (exit code 3)
 */
export function indexJournal(
  fd: number,
  { path, state }: { readonly path: string; readonly state: JournalState },
): JournalIndex {
  const spans = new Map<string, RecordPlace>();
  const tagNames = new Set<string>();
  const hash = createHash("sha256");
  let end = 0;
  let lines = 0;
  let torn: { readonly why: string } | null = null;
  for (const line of fileLines(fd)) {
    if (torn !== null) throw damaged(path, { line: lines + 1, why: torn.why, state });
    hash.update(line.bytes);
    const { offset, bytes: { byteLength } } = line;
    const read = recordIn(line, state);
    if (read.kind === "torn") {
      torn = read;
      continue;
    }
    if (read.kind === "damaged") throw damaged(path, { ...read, line: lines + 1, state });
    lines += 1;
    hash.update(LINE_FEED);
    spans.set(read.record.filename, { offset, length: byteLength });
    addTagNames(tagNames, read.record);
    end = offset + byteLength + 1;
  }
  if (state.kind === "complete") requireWhole(path, { lines, hash, torn, proof: state.proof });
  return { spans, tagNames, lines, end, hash: torn === null ? hash : hashOfStart(fd, end) };
}

type ReadLine =
  | { readonly kind: "record"; readonly record: VideoRecord }
  | { readonly kind: "torn"; readonly why: string }
  | { readonly kind: "damaged"; readonly why: string };

function recordIn({ bytes, ended }: FileLine, state: JournalState): ReadLine {
  if (!ended) return { kind: "torn", why: "is cut off" };
  const unwritten = state.kind !== "complete" && holdsUnwrittenBlock(bytes);
  const content = readLine(bytes);
  if (content.kind === "broken") {
    return { kind: unwritten || state.kind === "unproven" ? "torn" : "damaged", why: content.why };
  }
  const fault = recordFault(content.value);
  if (fault !== null) {
    return { kind: "damaged", why: `${fault && `(see ${fault}) `}is not a video's record` };
  }
  if (content.checked !== (state.kind !== "unproven")) {
    const why = content.checked
      ? "has a checksum, although the manifest is of a version that wrote none"
      : "has no checksum";
    return { kind: "damaged", why };
  }
  return { kind: "record", record: content.value as VideoRecord };
}

/** Adds the names of a record's tags. */
export function addTagNames(names: Set<string>, { tags }: Pick<VideoRecord, "tags">): void {
  for (const name in tags) names.add(name);
}

/** Whether a block of the line was not written before the system crashed: it then reads as zeros. */
function holdsUnwrittenBlock(bytes: Uint8Array): boolean {
  const at = bytes.indexOf(0);
  return at >= 0 && bytes[at + 1] === 0 && bytes[at + 2] === 0;
}

function requireWhole(
  path: string,
  { lines, hash, torn, proof }: Pick<JournalIndex, "lines" | "hash"> & {
    readonly torn: { readonly why: string } | null;
    readonly proof: JournalProof;
  },
): void {
  const cut = torn === null ? "" : `; line ${lines + 1} ${torn.why}`;
  if (lines < proof.lines) {
    throw inputError("JOURNAL_INCOMPLETE", {
      what: `${path} has ${lines} of ${proof.lines} lines${cut}`,
      remedy: FROM_COPY,
    });
  }
  if (lines === proof.lines && torn === null && hash.copy().digest("hex") === proof.sha256) return;
  throw inputError("JOURNAL_CHANGED", {
    what: `${path} was changed after the run: it does not match the hash in the manifest${cut}`,
    remedy: FROM_COPY,
  });
}

function hashOfStart(fd: number, end: number): Hash {
  const hash = createHash("sha256");
  for (const { offset, bytes } of fileLines(fd)) {
    if (offset >= end) break;
    hash.update(bytes).update(LINE_FEED);
  }
  return hash;
}

const FROM_COPY = "Restore the file from a copy, or evaluate again into another folder";

/** Makes the error for a damaged line. */
export function damaged(
  path: string,
  { line, why, state }: {
    readonly line: number | string;
    readonly why: string;
    readonly state: JournalState;
  },
): AssayError {
  const where = typeof line === "number" ? `line ${line}` : line;
  return inputError("JOURNAL_DAMAGED", {
    what: `${path} is damaged: ${where} ${why}`,
    remedy: state.kind === "growing"
      ? "Delete that line and continue with --resume, which evaluates its video again"
      : FROM_COPY,
  });
}
