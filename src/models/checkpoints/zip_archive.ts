import { crc32, inflateRawSync } from "node:zlib";
import type { ByteSource } from "../../base/bytes.ts";
import { byteSlice, requireInside } from "./byte_slice.ts";
import { shortened } from "./checkpoint_errors.ts";
import { findDirectory, readDirectory, type ZipEntry } from "./zip_directory.ts";

/** The files in a zip archive. */
export interface ZipArchive {
  /** In the directory's order. */
  readonly names: readonly string[];
  /**
   * One file. Its CRC-32 is checked when the first of its bytes are read; those of a compressed file are
   * then held in memory until another compressed file is read.
   * @throws RangeError when there is none, here and when it is read, for damaged bytes
   */
  open(name: string): ByteSource;
}

/** An entry and where its packed bytes lie. */
interface PlacedEntry extends ZipEntry {
  readonly start: number;
}

const HEADER_SIGNATURE = 0x04034b50;
const HEADER_BYTES = 30;
const METHOD_CODES = { stored: 0, deflated: 8 } as const;
const CHUNK_BYTES = 1 << 18;

/**
 * What compressed files may grow to together: weights hardly shrink by compression, a bomb a thousandfold.
 */
const MOST_GROWTH = 32;
const ALWAYS_ALLOWED = 64 << 20;

/**
 * Opens an archive of stored and deflated files.
 * @throws RangeError when it is cut off or damaged, when files overlap or share a name, and when they
 * claim to be larger than such an archive's can be
 */
export function openZip(archive: ByteSource): ZipArchive {
  const directory = findDirectory(archive);
  const entries = readDirectory(archive, directory).map((entry) => placed(archive, entry));
  checkPlaces(entries, directory.start);
  checkSizes(entries, archive.byteLength);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  if (byName.size < entries.length) throw new RangeError("two files in it have one name");
  const inflate = inflater(archive);
  return {
    names: [...byName.keys()],
    open(name) {
      const entry = byName.get(name);
      if (!entry) throw new RangeError(`${shortened(name)} is missing in it`);
      return entry.method === "stored"
        ? storedFile(archive, entry)
        : deflatedFile(entry, () => inflate(entry));
    },
  };
}

/** Reads the local header, which must say what the directory says. */
function placed(archive: ByteSource, entry: ZipEntry): PlacedEntry {
  const name = new TextEncoder().encode(entry.name);
  const length = HEADER_BYTES + name.length;
  requireInside({ start: entry.header, length }, archive.byteLength);
  const bytes = archive.read(entry.header, length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const matches = view.getUint32(0, true) === HEADER_SIGNATURE &&
    view.getUint16(8, true) === METHOD_CODES[entry.method] &&
    view.getUint16(26, true) === name.length &&
    name.every((byte, i) => byte === bytes[HEADER_BYTES + i]);
  if (!matches) throw new RangeError(`${shortened(entry.name)} in it is not where it should be`);
  return { ...entry, start: entry.header + length + view.getUint16(28, true) };
}

/** Bytes that serve several files make a small archive large. */
function checkPlaces(entries: readonly PlacedEntry[], directoryStart: number): void {
  const ordered = entries.toSorted((a, b) => a.header - b.header);
  ordered.forEach(({ name, start, packedSize }, i) => {
    const limit = ordered[i + 1]?.header ?? directoryStart;
    if (start + packedSize > limit) {
      throw new RangeError(`${shortened(name)} in it reaches into what follows`);
    }
  });
}

function checkSizes(entries: readonly ZipEntry[], archiveBytes: number): void {
  let inflated = 0;
  for (const { name, method, size, packedSize } of entries) {
    if (method === "deflated") inflated += size;
    else if (size !== packedSize) throw new RangeError(`${shortened(name)} in it has two sizes`);
  }
  if (inflated > ALWAYS_ALLOWED + MOST_GROWTH * archiveBytes) {
    throw new RangeError(`${archiveBytes} bytes of zip archive claim to hold ${inflated} bytes`);
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
    throw new RangeError(`the CRC-32 of ${shortened(expected.name)} in it is wrong`);
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
    kept = null; // before the next one is in memory
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
    throw new RangeError(`${shortened(name)} in it does not unpack to what was packed`);
  }
  return bytes;
}

/** At most `size` bytes; `null` when there would be more, or the stream is damaged. */
function inflatedBytes(packed: Uint8Array, size: number): Uint8Array | null {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    return null;
  }
}
