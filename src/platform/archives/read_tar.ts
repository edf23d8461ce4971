import type { ByteSource } from "../../base/bytes.ts";
import { requireInside } from "../../base/byte_slice.ts";
import {
  addMember,
  type ArchiveFile,
  type ArchiveFolder,
  type ArchiveNode,
  emptyFolder,
  findMember,
  MOST_MEMBERS,
} from "./member_tree.ts";
import { BLOCK, isEmptyBlock, readTarHeader, type TarHeader } from "./tar_header.ts";
import { paxRecords } from "./pax_records.ts";

/** Longest name or list of records before a header, bytes. */
const LONGEST_EXTRA = 1 << 20;

/** What the members before a header say of it. */
interface Extras {
  /** Records for all later members, and for the next. */
  readonly lasting: ReadonlyMap<string, string>;
  readonly once: ReadonlyMap<string, string>;
}

/**
 * Reads what is in a tar archive (ustar, GNU, pax, v7) from its headers. A hard link is the file that it names; a later
 * member of the same path replaces an earlier one.
 * @throws RangeError when it is damaged or is cut off, or when a path leads out
 */
export function readTar(archive: ByteSource): ArchiveFolder {
  const root = emptyFolder();
  let extras: Extras = { lasting: new Map(), once: new Map() };
  let members = 0;
  for (let at = 0; at + BLOCK <= archive.byteLength;) {
    const block = archive.read(at, BLOCK);
    if (isEmptyBlock(block)) break;
    const header = readTarHeader(block);
    const start = at + BLOCK;
    const size = extraNumber(extras, "size") ?? header.size;
    requireInside({ start, length: size }, archive.byteLength);
    if (++members > MOST_MEMBERS) throw new RangeError("it has too many files");
    const told = extrasOf(header, extras, () => readExtra(archive, { start, size }));
    if (told === null) {
      addTarMember(root, { header, extras, span: { start, end: start + size } });
      extras = { lasting: extras.lasting, once: new Map() };
    } else extras = told;
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  if (members === 0) throw new RangeError("it has no files");
  return root;
}

function addTarMember(
  root: ArchiveFolder,
  { header, extras, span }: {
    readonly header: TarHeader;
    readonly extras: Extras;
    readonly span: ArchiveFile["span"];
  },
): void {
  const path = extra(extras, "GNU.sparse.name") ?? extra(extras, "path") ?? header.path;
  const target = extra(extras, "linkpath") ?? header.target;
  const isSparse = header.type === "S" || extra(extras, "GNU.sparse.major") !== null ||
    extra(extras, "GNU.sparse.map") !== null;
  const node = nodeOf(root, { header, path, target, isSparse, span });
  if (node !== null) addMember(root, { path, node, replaces: true });
}

/** @returns `null`: something that is neither file, folder nor link, such as a device */
function nodeOf(
  root: ArchiveFolder,
  { header, path, target, isSparse, span }: {
    readonly header: TarHeader;
    readonly path: string;
    readonly target: string;
    readonly isSparse: boolean;
    readonly span: ArchiveFile["span"];
  },
): ArchiveNode | null {
  const size = span.end - span.start;
  const packed = isSparse ? { method: "other" as const, size } : null;
  switch (header.type) {
    case "0":
    case "7":
    case "S":
      // Before ustar, a folder was a file whose name ends in a slash.
      return path.endsWith("/") ? emptyFolder() : { kind: "file", span, packed, crc32: null };
    case "1":
      return fileAt(root, target);
    case "2":
      return { kind: "link" };
    case "5":
      return emptyFolder();
    default:
      return null;
  }
}

/** The file that a hard link names; `null`: it is not in the archive. */
function fileAt(root: ArchiveFolder, target: string): ArchiveFile | null {
  const found = findMember(root, target);
  return found?.kind === "file" ? found : null;
}

/** What a header says of those after it; `null`: it is a member's own. */
function extrasOf(
  { type }: TarHeader,
  { lasting, once }: Extras,
  content: () => Uint8Array,
): Extras | null {
  const text = () => new TextDecoder().decode(content()).replace(/\0+$/, "");
  switch (type) {
    case "L":
      return { lasting, once: new Map([...once, ["path", text()]]) };
    case "K":
      return { lasting, once: new Map([...once, ["linkpath", text()]]) };
    case "x":
    case "X":
      return { lasting, once: new Map([...once, ...paxRecords(content())]) };
    case "g":
      return { lasting: new Map([...lasting, ...paxRecords(content())]), once };
    default:
      return null;
  }
}

function readExtra(
  archive: ByteSource,
  { start, size }: { readonly start: number; readonly size: number },
): Uint8Array {
  if (size > LONGEST_EXTRA) throw new RangeError("a name in it is too long");
  return archive.read(start, size);
}

function extra({ lasting, once }: Extras, key: string): string | null {
  return once.get(key) ?? lasting.get(key) ?? null;
}

function extraNumber(extras: Extras, key: string): number | null {
  const text = extra(extras, key);
  if (text === null) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new RangeError("a file in it has a size that is not a number");
  }
  return value;
}
