import type { ByteSource } from "../../base/bytes.ts";
import { requireInside } from "../../base/byte_slice.ts";

/** A file in a zip archive, as described by its central directory. */
export interface ZipEntry {
  /** As it is in the archive. */
  readonly name: Uint8Array;
  /** Whether the archive says that its name is UTF-8. */
  readonly isUtf8: boolean;
  /** 0: stored, 8: deflated; there are others. */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Whether it is a symbolic link, by what a Unix system wrote. */
  readonly isLink: boolean;
  /** Whether it was written on DOS or Windows, where names may have `\\` between folders. */
  readonly isFromDos: boolean;
  /** Further fields (APPNOTE 4.5). */
  readonly extra: Uint8Array;
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
  /** Number of files; of a directory in 32-bit form its remainder of 65,536, as some writers leave it. */
  readonly entries: number;
  /** Whether it has the 64-bit form. */
  readonly isLong: boolean;
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

/** Longest directory that is read, bytes. */
const MAX_DIRECTORY = 1 << 29;

/** Values of 16-bit and 32-bit fields that refer to the 64-bit record. */
const IN_ZIP64_16 = 0xffff;
const IN_ZIP64_32 = 0xffffffff;
const ZIP64_EXTRA = 1;
/** Counts of 16 bits wrap around at this. */
const COUNTED_MODULO = 0x10000;

const UTF8_FLAG = 1 << 11;
/** Numbers of the systems that archives say they were made on. */
const UNIX = 3;
const DOS_SYSTEMS = new Set([0, 11]);
/** Upper four bits of a Unix mode. */
const LINK_MODE = 0xa;

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
    isLong: false,
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
 * Reads all entries. Writers without the 64-bit form count modulo 65,536, so that entries beyond the count are read
 * as well, as other readers do.
 * @throws RangeError for an entry that is malformed, for a wrong count, and for more entries than `most`
 */
export function readDirectory(
  archive: ByteSource,
  { start, length, entries, isLong }: ZipDirectory,
  { most }: { readonly most: number },
): ZipEntry[] {
  if (entries > most || length > MAX_DIRECTORY || entries * ENTRY_BYTES > length) {
    throw claims(entries);
  }
  const bytes = new Uint8Array(archive.read(start, length)); // valid until the source's next read
  const found: ZipEntry[] = [];
  let at = 0;
  while (found.length < entries || (!isLong && isEntryAt(bytes, at))) {
    if (found.length === most) throw claims(found.length + 1);
    const { entry, end } = readEntry(bytes, at);
    found.push(entry);
    at = end;
  }
  if ((found.length - entries) % COUNTED_MODULO !== 0) {
    throw new RangeError(
      `its zip archive claims to have ${entries} files and lists ${found.length}`,
    );
  }
  return found;
}

function claims(entries: number): RangeError {
  return new RangeError(`its zip archive claims to have ${entries} files`);
}

function isEntryAt(directory: Uint8Array, at: number): boolean {
  if (at + ENTRY_BYTES > directory.length) return false;
  const view = new DataView(directory.buffer, directory.byteOffset + at, 4);
  return view.getUint32(0, true) === ENTRY_SIGNATURE;
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
    isLong: true,
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
  const extra = directory.subarray(nameEnd, nameEnd + extraLength);
  const flags = view.getUint16(8, true), system = view.getUint8(5);
  const entry = {
    name: directory.subarray(at + ENTRY_BYTES, nameEnd),
    isUtf8: (flags & UTF8_FLAG) !== 0,
    method: view.getUint16(10, true),
    isEncrypted: (flags & 1) !== 0,
    isLink: system === UNIX && view.getUint32(38, true) >>> 28 === LINK_MODE,
    isFromDos: DOS_SYSTEMS.has(system),
    extra,
    crc32: view.getUint32(16, true),
    ...sizesOf(view, extra),
  };
  return { entry, end };
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

/** Returns the data of an extra field; empty when it is missing. @throws RangeError when the fields are malformed */
export function extraField(extra: Uint8Array, id: number): DataView {
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
