import { crc32 } from "node:zlib";
import type { ByteSource } from "../../base/bytes.ts";
import { requireInside } from "../../base/byte_slice.ts";
import { decodeCodePage437 } from "./code_page_437.ts";
import { addMember, type ArchiveFolder, emptyFolder, MOST_MEMBERS } from "./member_tree.ts";
import { extraField, findDirectory, readDirectory, type ZipEntry } from "./zip_directory.ts";

const HEADER_SIGNATURE = 0x04034b50;
const HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const UNICODE_PATH_EXTRA = 0x7075;
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads what is in a zip archive, from its directory and the header of each file, and no more.
 * @throws RangeError when it is damaged or encrypted, when files overlap or share a name, or when one's path leads out
 */
export function readZip(archive: ByteSource): ArchiveFolder {
  const directory = findDirectory(archive);
  const entries = readDirectory(archive, directory, { most: MOST_MEMBERS });
  if (entries.some(({ isEncrypted }) => isEncrypted)) throw new RangeError("it is encrypted");
  const root = emptyFolder();
  entries.sort((a, b) => a.header - b.header);
  entries.forEach((entry, i) => {
    const next = entries[i + 1]?.header ?? directory.start;
    const start = readLocalHeader(archive, entry), end = start + entry.packedSize;
    if (end > next) throw new RangeError("a file in it overlaps what follows");
    const path = pathOf(entry);
    addMember(root, { path, node: nodeOf(entry, { start, end, path }), replaces: false });
  });
  return root;
}

function nodeOf(
  { method, size, packedSize, crc32, isLink }: ZipEntry,
  { start, end, path }: { readonly start: number; readonly end: number; readonly path: string },
) {
  if (path.endsWith("/")) return emptyFolder();
  if (isLink) return { kind: "link" } as const;
  if (method === STORED && size !== packedSize) throw new RangeError("a file in it has two sizes");
  const packed = method === STORED
    ? null
    : { method: method === DEFLATED ? "inflate" as const : "other" as const, size };
  return { kind: "file", span: { start, end }, packed, crc32 } as const;
}

/** Reads the local header of a file, which must match the directory. @returns where its bytes begin */
function readLocalHeader(archive: ByteSource, { name, method, header }: ZipEntry): number {
  const length = HEADER_BYTES + name.length;
  requireInside({ start: header, length }, archive.byteLength);
  const bytes = archive.read(header, length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let matches = view.getUint32(0, true) === HEADER_SIGNATURE &&
    view.getUint16(8, true) === method && view.getUint16(26, true) === name.length;
  for (let i = 0; i < name.length; i++) matches &&= name[i] === bytes[HEADER_BYTES + i];
  if (!matches) throw new RangeError("a file in it does not match its directory");
  return header + length + view.getUint16(28, true);
}

function pathOf({ name, isUtf8, isFromDos, extra }: ZipEntry): string {
  const path = unicodePath(name, extra) ?? decodeName(name, isUtf8);
  return isFromDos ? path.replaceAll("\\", "/") : path;
}

/** Info-ZIP's field with the name in UTF-8, as long as it belongs to this name; `null`: there is none. */
function unicodePath(name: Uint8Array, extra: Uint8Array): string | null {
  const field = extraField(extra, UNICODE_PATH_EXTRA);
  if (field.byteLength < 6 || field.getUint32(1, true) !== crc32(name)) return null;
  return utf8(new Uint8Array(field.buffer, field.byteOffset + 5, field.byteLength - 5));
}

/** Names without the mark for UTF-8 are UTF-8 all the same on most systems, else in the code page of DOS. */
function decodeName(name: Uint8Array, isUtf8: boolean): string {
  const text = utf8(name);
  if (text !== null) return text;
  if (isUtf8) throw new RangeError("a name in it is not UTF-8");
  return decodeCodePage437(name);
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}
