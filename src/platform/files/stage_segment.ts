import { open, rename, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { JsonValue } from "../../records/manifest.ts";
import type { Digester } from "./hash.ts";

/** A record as it is kept: small facts, and bytes for what is large. */
export interface StoredRecord {
  readonly facts: JsonValue;
  readonly bytes: Uint8Array;
}

/** Where a record's bytes lie in its segment, and their XXH64. */
interface Place {
  readonly facts: JsonValue;
  readonly offset: number;
  readonly length: number;
  readonly digest: string;
}

/** The last part of a segment but its foot. */
interface Index {
  readonly key: string;
  readonly places: Readonly<Record<string, Place>>;
}

// A segment is the records' bytes, the index as JSON, and a foot of fixed length: a mark, the index's XXH64
// and its length. The foot comes last, so that a file that was cut off has none.
const MARK = "ASSAYSEG";
const DIGEST_LENGTH = 16;
const COUNT_LENGTH = 8;
const FOOT_LENGTH = MARK.length + DIGEST_LENGTH + COUNT_LENGTH;

/** A file of records that is whole as far as its index goes. */
export interface Segment {
  has(name: string): boolean;
  /** `null`: not there, or damaged; a damaged record is forgotten. */
  read(name: string): Promise<StoredRecord | null>;
  close(): Promise<void>;
}

/**
 * Opens a segment for reading.
 * @param options `key`: the one that its records have to belong to
 * @returns `null` when the file is damaged, cut off, or holds something else
 * @throws when it cannot be opened at all
 */
export async function openSegment(
  path: string,
  { key, digests }: { readonly key: string; readonly digests: Digester },
): Promise<Segment | null> {
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

/** The index, held to its digest; `null`: the file is no whole segment. */
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

/** @throws when the file ends before */
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
  /** Adds a record; a name counts once. */
  add(name: string, record: StoredRecord): Promise<void>;
  /** Bytes so far. */
  readonly size: number;
  readonly records: number;
  /** Ends the segment and puts it in place. @param pathOf its path, given the digest of its index */
  finish(pathOf: (digest: string) => string): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/** Begins a segment in the file at `path`, which must not be there yet. */
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
      await file.close().catch(() => {}); // closed already where finishing failed
      await rm(path, { force: true }).catch(() => {});
    },
  };
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await file.write(bytes, written)).bytesWritten;
  }
}
