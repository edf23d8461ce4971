import { crc32, inflateRawSync } from "node:zlib";
import type { ByteSource } from "../../base/bytes.ts";
import { byteSlice, requireInside } from "../../base/byte_slice.ts";
import { truncateText } from "./checkpoint_errors.ts";
import {
  findDirectory,
  readDirectory,
  type ZipEntry as DirectoryEntry,
} from "../../platform/archives/zip_directory.ts";
import { decodeUtf8 } from "./byte_cursor.ts";

/** The files of a zip archive. */
export interface ZipArchive {
  /** Names in the directory's order. */
  readonly names: readonly string[];
  /**
   * Opens a file. Its CRC-32 is checked at the first read; a compressed file is then held in memory until
   * another compressed file is read.
   * @throws RangeError when it does not exist and, when it is read, for damaged bytes
   */
  open(name: string): ByteSource;
}

/** A file of the archive. */
interface ZipEntry extends Omit<DirectoryEntry, "name" | "method"> {
  readonly name: string;
  readonly method: keyof typeof METHOD_CODES;
}

/** An entry with the offset of its compressed bytes. */
interface PlacedEntry extends ZipEntry {
  readonly start: number;
}

const HEADER_SIGNATURE = 0x04034b50;
const HEADER_BYTES = 30;
const METHOD_CODES = { stored: 0, deflated: 8 } as const;
const CHUNK_BYTES = 1 << 18;

/**
 * Largest total size of compressed files, as a multiple of the archive's: weights hardly compress, a zip bomb
 * expands a thousandfold.
 */
const MAX_GROWTH = 32;
const ALWAYS_ALLOWED = 64 << 20;

/** Most entries; a B7 has 1500. */
const MAX_ENTRIES = 100_000;

/**
 * Opens an archive of stored and deflated files.
 * @throws RangeError when it is truncated or damaged, when files overlap or share a name, and when their
 * declared sizes are implausible
 */
export function openZip(archive: ByteSource): ZipArchive {
  const directory = findDirectory(archive);
  const entries = readDirectory(archive, directory, { most: MAX_ENTRIES }).map(supportedEntry)
    .map((entry) => readLocalHeader(archive, entry));
  checkPlaces(entries, directory.start);
  checkSizes(entries, archive.byteLength);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  if (byName.size < entries.length) {
    throw new RangeError("two files in its zip archive have the same name");
  }
  const inflate = inflater(archive);
  return {
    names: [...byName.keys()],
    open(name) {
      const entry = byName.get(name);
      if (!entry) throw new RangeError(`${truncateText(name)} is missing in its zip archive`);
      return entry.method === "stored"
        ? storedFile(archive, entry)
        : deflatedFile(entry, () => inflate(entry));
    },
  };
}

/** @throws RangeError for an entry that is encrypted or of an unsupported compression */
function supportedEntry(entry: DirectoryEntry): ZipEntry {
  const name = decodeUtf8(entry.name);
  if (entry.isEncrypted) throw new RangeError(`${name} in its zip archive is encrypted`);
  if (entry.method === METHOD_CODES.stored) return { ...entry, name, method: "stored" };
  if (entry.method === METHOD_CODES.deflated) return { ...entry, name, method: "deflated" };
  throw new RangeError(
    `${name} in its zip archive uses the unsupported compression method ${entry.method}`,
  );
}

/** Reads the local header, which must match the directory. */
function readLocalHeader(archive: ByteSource, entry: ZipEntry): PlacedEntry {
  const name = new TextEncoder().encode(entry.name);
  const length = HEADER_BYTES + name.length;
  requireInside({ start: entry.header, length }, archive.byteLength);
  const bytes = archive.read(entry.header, length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const matches = view.getUint32(0, true) === HEADER_SIGNATURE &&
    view.getUint16(8, true) === METHOD_CODES[entry.method] &&
    view.getUint16(26, true) === name.length &&
    name.every((byte, i) => byte === bytes[HEADER_BYTES + i]);
  if (!matches) {
    throw new RangeError(`${truncateText(entry.name)} does not match its zip directory entry`);
  }
  return { ...entry, start: entry.header + length + view.getUint16(28, true) };
}

/** Checks that files do not overlap, since shared bytes let a small archive expand. */
function checkPlaces(entries: readonly PlacedEntry[], directoryStart: number): void {
  const ordered = entries.toSorted((a, b) => a.header - b.header);
  ordered.forEach(({ name, start, packedSize }, i) => {
    const limit = ordered[i + 1]?.header ?? directoryStart;
    if (start + packedSize > limit) {
      throw new RangeError(`${truncateText(name)} overlaps what follows it in the zip archive`);
    }
  });
}

function checkSizes(entries: readonly ZipEntry[], archiveBytes: number): void {
  let inflated = 0;
  for (const { name, method, size, packedSize } of entries) {
    if (method === "deflated") inflated += size;
    else if (size !== packedSize) {
      throw new RangeError(`${truncateText(name)} has two different sizes in the zip archive`);
    }
  }
  if (inflated > ALWAYS_ALLOWED + MAX_GROWTH * archiveBytes) {
    throw new RangeError(
      `its zip archive of ${archiveBytes} bytes claims to expand to ${inflated} bytes`,
    );
  }
}

function storedFile(archive: ByteSource, { name, start, size, crc32 }: PlacedEntry): ByteSource {
  const file = byteSlice(archive, { start, length: size });
  let checked = false;
  return {
    byteLength: size,
    read(offset, length) {
      if (!checked) checkCrc(file, { name, crc32 });
      checked = true;
      return file.read(offset, length);
    },
  };
}

function checkCrc(file: ByteSource, expected: Pick<ZipEntry, "name" | "crc32">): void {
  let sum = 0;
  for (let at = 0; at < file.byteLength; at += CHUNK_BYTES) {
    sum = crc32(file.read(at, Math.min(CHUNK_BYTES, file.byteLength - at)), sum);
  }
  if (sum !== expected.crc32) {
    throw new RangeError(`the CRC-32 of ${truncateText(expected.name)} does not match`);
  }
}

function deflatedFile({ size }: ZipEntry, inflated: () => Uint8Array): ByteSource {
  return {
    byteLength: size,
    read(offset, length) {
      requireInside({ start: offset, length }, size);
      return inflated().subarray(offset, offset + length);
    },
  };
}

/** Inflates entries and keeps the last one, since files are read piece by piece. */
function inflater(archive: ByteSource): (entry: PlacedEntry) => Uint8Array {
  let kept: { readonly entry: PlacedEntry; readonly bytes: Uint8Array } | null = null;
  return (entry) => {
    if (kept?.entry === entry) return kept.bytes;
    kept = null; // freed before the next one is inflated
    const bytes = inflated(archive, entry);
    kept = { entry, bytes };
    return bytes;
  };
}

function inflated(
  archive: ByteSource,
  { name, start, packedSize, size, crc32: expected }: PlacedEntry,
): Uint8Array {
  const bytes = inflatedBytes(archive.read(start, packedSize), size);
  if (bytes === null || bytes.length !== size || crc32(bytes) !== expected) {
    throw new RangeError(`${truncateText(name)} cannot be decompressed`);
  }
  return bytes;
}

/** Inflates at most `size` bytes; `null` when there are more, or the stream is damaged. */
function inflatedBytes(packed: Uint8Array, size: number): Uint8Array | null {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    return null;
  }
}
