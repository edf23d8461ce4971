import type { ByteSource } from "../../base/bytes.ts";
import { decodeUtf8 } from "./byte_cursor.ts";
import { requireInside } from "./byte_slice.ts";

/** A file in a zip archive, as described by its central directory. */
export interface ZipEntry {
  readonly name: string;
  readonly method: "stored" | "deflated";
  readonly crc32: number;
  /** Bytes in the archive. */
  readonly packedSize: number;
  /** Bytes of the file itself, as declared. */
  readonly size: number;
  /** Offset of its local header. */
  readonly header: number;
}

/** Location of the central directory. */
export interface ZipDirectory {
  readonly start: number;
  readonly length: number;
  readonly entries: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_BYTES = 56;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;

/** Most entries; a B7 has 1500. */
const MAX_ENTRIES = 100_000;

/** Values of 16-bit and 32-bit fields that refer to the 64-bit record. */
const IN_ZIP64_16 = 0xffff;
const IN_ZIP64_32 = 0xffffffff;
const ZIP64_EXTRA = 1;

/**
 * Finds the central directory from the archive's end, in 64-bit form if present (PKWARE APPNOTE 6.3.10,
 * sections 4.3.14 to 4.3.16).
 * @throws RangeError when there is none, or it spans several disks
 */
export function findDirectory(archive: ByteSource): ZipDirectory {
  const end = findEnd(archive);
  const record = viewOf(archive, { start: end, length: END_BYTES });
  const plain = {
    entries: record.getUint16(10, true),
    length: record.getUint32(12, true),
    start: record.getUint32(16, true),
  };
  const end64 = findEnd64(archive, end);
  const directory = end64 === null ? plain : directory64(archive, end64);
  if (end64 !== null && !agrees(plain, directory)) {
    throw new RangeError("its zip archive has two directories");
  }
  requireInside(directory, end64 ?? end);
  return directory;
}

/**
 * Reads all entries. @throws RangeError for an entry that is malformed, encrypted or of an unsupported
 * compression
 */
export function readDirectory(
  archive: ByteSource,
  { start, length, entries }: ZipDirectory,
): ZipEntry[] {
  if (entries > MAX_ENTRIES || entries * ENTRY_BYTES > length) {
    throw new RangeError(`its zip archive claims to have ${entries} files`);
  }
  const bytes = new Uint8Array(archive.read(start, length)); // valid until the source's next read
  const found: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < entries; i++) {
    const { entry, end } = readEntry(bytes, at);
    found.push(entry);
    at = end;
  }
  return found;
}

/** Finds the last end record whose comment extends exactly to the archive's end. */
function findEnd(archive: ByteSource): number {
  const length = Math.min(archive.byteLength, END_BYTES + LONGEST_COMMENT);
  const start = archive.byteLength - length;
  const tail = viewOf(archive, { start, length });
  for (let at = length - END_BYTES; at >= 0; at--) {
    const matches = tail.getUint32(at, true) === END_SIGNATURE &&
      tail.getUint16(at + 20, true) === length - at - END_BYTES;
    if (matches) return start + at;
  }
  throw new RangeError("the end of its zip archive is missing");
}

/** Returns the offset of the 64-bit end record; `null` when there is none. */
function findEnd64(archive: ByteSource, end: number): number | null {
  if (end < LOCATOR_BYTES) return null;
  const locator = viewOf(archive, { start: end - LOCATOR_BYTES, length: LOCATOR_BYTES });
  return locator.getUint32(0, true) === LOCATOR_SIGNATURE ? integer64(locator, 8) : null;
}

function directory64(archive: ByteSource, start: number): ZipDirectory {
  const record = viewOf(archive, { start, length: END64_BYTES });
  if (record.getUint32(0, true) !== END64_SIGNATURE) {
    throw new RangeError("the 64-bit end of its zip archive is missing");
  }
  return {
    entries: integer64(record, 32),
    length: integer64(record, 40),
    start: integer64(record, 48),
  };
}

/** Tells whether the short record agrees with the 64-bit one, or refers to it. */
function agrees(plain: ZipDirectory, long: ZipDirectory): boolean {
  return (plain.entries === long.entries || plain.entries === IN_ZIP64_16) &&
    (plain.length === long.length || plain.length === IN_ZIP64_32) &&
    (plain.start === long.start || plain.start === IN_ZIP64_32);
}

function readEntry(directory: Uint8Array, at: number): { entry: ZipEntry; end: number } {
  requireInside({ start: at, length: ENTRY_BYTES }, directory.length);
  const view = new DataView(directory.buffer, directory.byteOffset + at, ENTRY_BYTES);
  if (view.getUint32(0, true) !== ENTRY_SIGNATURE) {
    throw new RangeError("the directory of its zip archive is damaged");
  }
  const nameLength = view.getUint16(28, true), extraLength = view.getUint16(30, true);
  const commentLength = view.getUint16(32, true);
  const nameEnd = at + ENTRY_BYTES + nameLength;
  const end = nameEnd + extraLength + commentLength;
  requireInside({ start: at, length: end - at }, directory.length);
  const name = decodeUtf8(directory.subarray(at + ENTRY_BYTES, nameEnd));
  if (view.getUint16(8, true) & 1) throw new RangeError(`${name} in its zip archive is encrypted`);
  const sizes = sizesOf(view, directory.subarray(nameEnd, nameEnd + extraLength));
  const method = methodOf(name, view.getUint16(10, true));
  return { entry: { name, method, crc32: view.getUint32(16, true), ...sizes }, end };
}

function methodOf(name: string, code: number): ZipEntry["method"] {
  if (code === 0) return "stored";
  if (code === 8) return "deflated";
  throw new RangeError(
    `${name} in its zip archive uses the unsupported compression method ${code}`,
  );
}

/** Reads sizes and offset of an entry; those that do not fit into 32 bits are, in this order, in an extra field. */
function sizesOf(
  view: DataView,
  extra: Uint8Array,
): Pick<ZipEntry, "size" | "packedSize" | "header"> {
  const wide = extraField(extra, ZIP64_EXTRA);
  let used = 0;
  const sizeAt = (field: number) => {
    const short = view.getUint32(field, true);
    if (short !== IN_ZIP64_32) return short;
    requireInside({ start: used, length: 8 }, wide.byteLength);
    used += 8;
    return integer64(wide, used - 8);
  };
  return { size: sizeAt(24), packedSize: sizeAt(20), header: sizeAt(42) };
}

/** Returns the data of an extra field; empty when it is missing. */
function extraField(extra: Uint8Array, id: number): DataView {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.length);
  for (let at = 0; at + 4 <= extra.length;) {
    const length = view.getUint16(at + 2, true);
    requireInside({ start: at + 4, length }, extra.length);
    if (view.getUint16(at, true) === id) {
      return new DataView(extra.buffer, extra.byteOffset + at + 4, length);
    }
    at += 4 + length;
  }
  return new DataView(new ArrayBuffer(0));
}

function viewOf(
  archive: ByteSource,
  { start, length }: { start: number; length: number },
): DataView {
  requireInside({ start, length }, archive.byteLength);
  const bytes = archive.read(start, length);
  return new DataView(bytes.buffer, bytes.byteOffset, length);
}

/** Reads a 64-bit integer; inexact above 2⁵³, which exceeds any file's size. */
function integer64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
