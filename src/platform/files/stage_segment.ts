import { open, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { JsonValue } from "../../records/manifest.ts";
import type { Digester } from "./hash.ts";
import { requireRegularFile } from "./regular_file.ts";

/** A stored record: small facts as JSON, and bytes for large content. */
export interface StoredRecord {
  readonly facts: JsonValue;
  readonly bytes: Uint8Array;
}

/** Position of a record's bytes in its segment, and their XXH64. */
interface Place {
  readonly facts: JsonValue;
  readonly offset: number;
  readonly length: number;
  readonly digest: string;
}

/** The index, which precedes the footer of a segment. */
interface Index {
  readonly key: string;
  readonly places: Readonly<Record<string, Place>>;
}

// A segment is the records' bytes, the index as JSON, and a footer of fixed length: a magic number, the index's
// XXH64 and its length. The footer comes last, so that a truncated file has none.
const MARK = "ASSAYSEG";
const DIGEST_LENGTH = 16;
const COUNT_LENGTH = 8;
const FOOT_LENGTH = MARK.length + DIGEST_LENGTH + COUNT_LENGTH;

/** An open segment whose index is intact. */
export interface Segment {
  has(name: string): boolean;
  /** Reads a record; `null`: it is absent, or damaged. A damaged record counts as absent from then on. */
  read(name: string): Promise<StoredRecord | null>;
  close(): Promise<void>;
}

/**
 * Opens a segment for reading.
 * @param options `key`: the key that its records must belong to
 * @returns `null` when the file is damaged, truncated, or not a segment of this key
 * @throws when the file cannot be opened
 */
export async function openSegment(
  path: string,
  { key, digests }: { readonly key: string; readonly digests: Digester },
): Promise<Segment | null> {
  await requireRegularFile(path);
  const file = await open(path);
  const index = await readIndex(file, digests).catch(() => null);
  if (index?.key !== key) {
    await file.close();
    return null;
  }
  const places = new Map(Object.entries(index.places));
  return {
    has: (name) => places.has(name),
    async read(name) {
      const place = places.get(name);
      if (!place) return null;
      const bytes = await readAt(file, place).catch(() => null);
      if (bytes && digests.of(bytes) === place.digest) return { facts: place.facts, bytes };
      places.delete(name);
      return null;
    },
    close: () => file.close(),
  };
}

/** Reads the index and checks its digest; `null`: the file is not a complete segment. */
async function readIndex(file: FileHandle, digests: Digester): Promise<Index | null> {
  const { size } = await file.stat();
  if (size < FOOT_LENGTH) return null;
  const foot = await readAt(file, { offset: size - FOOT_LENGTH, length: FOOT_LENGTH });
  const [mark, digest, count] = footParts(foot);
  const length = parseInt(count, 16);
  if (mark !== MARK || !(length <= size - FOOT_LENGTH)) return null;
  const bytes = await readAt(file, { offset: size - FOOT_LENGTH - length, length });
  if (digests.of(bytes) !== digest) return null;
  return JSON.parse(new TextDecoder().decode(bytes)) as Index;
}

function footParts(foot: Uint8Array): [mark: string, digest: string, count: string] {
  const text = new TextDecoder().decode(foot);
  const end = MARK.length + DIGEST_LENGTH;
  return [text.slice(0, MARK.length), text.slice(MARK.length, end), text.slice(end)];
}

/** Reads `length` bytes. @throws when the file ends earlier */
async function readAt(
  file: FileHandle,
  { offset, length }: { readonly offset: number; readonly length: number },
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let read = 0; read < length;) {
    const { bytesRead } = await file.read(bytes, read, length - read, offset + read);
    if (bytesRead === 0) throw new Error("the file ends too early");
    read += bytesRead;
  }
  return bytes;
}

/** A segment that is being written. */
export interface SegmentDraft {
  /** Adds a record; of several with one name the last counts. */
  add(name: string, record: StoredRecord): Promise<void>;
  /** Bytes written so far. */
  readonly size: number;
  readonly records: number;
  /** Completes the segment and renames it. @param pathOf gives its path from the digest of its index */
  finish(pathOf: (digest: string) => string): Promise<void>;
  /** Removes the file. */
  discard(): Promise<void>;
}

/** Creates a segment in the file at `path`, which must not exist. */
export async function draftSegment(
  path: string,
  { key, digests }: { readonly key: string; readonly digests: Digester },
): Promise<SegmentDraft> {
  const file = await open(path, "wx");
  const places: Record<string, Place> = {};
  let offset = 0;
  let records = 0;
  return {
    get size() {
      return offset;
    },
    get records() {
      return records;
    },
    async add(name, { facts, bytes }) {
      await writeAll(file, bytes);
      places[name] = { facts, offset, length: bytes.length, digest: digests.of(bytes) };
      offset += bytes.length;
      records += 1;
    },
    async finish(pathOf) {
      const index = new TextEncoder().encode(JSON.stringify({ key, places } satisfies Index));
      const digest = digests.of(index);
      const count = index.length.toString(16).padStart(COUNT_LENGTH, "0");
      await writeAll(file, index);
      await writeAll(file, new TextEncoder().encode(`${MARK}${digest}${count}`));
      await file.close();
      await rename(path, pathOf(digest));
    },
    async discard() {
      await file.close().catch(() => {}); // already closed if finishing failed
      await rm(path, { force: true }).catch(() => {});
    },
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await file.write(bytes, written)).bytesWritten;
  }
}
