import { crc32, deflateRawSync } from "node:zlib";

/** A file to put into an archive; what is left out is made to be right. */
export interface PackedFile {
  readonly name: string | Uint8Array;
  readonly content?: Uint8Array | string;
  readonly deflated?: boolean;
  /** Zip: number of the method. */
  readonly method?: number;
  /** Zip: flags beside that of the descriptor. */
  readonly flags?: number;
  /** Zip: whether sizes follow the content instead of standing before it. */
  readonly descriptor?: boolean;
  /** Zip: upper byte of the system, and Unix mode. */
  readonly system?: number;
  readonly mode?: number;
  /** Zip: where the directory says that it is, if not where it is. */
  readonly header?: number;
  /** Zip: size in the archive as declared. */
  readonly packedSize?: number;
  /** Zip: fields of the directory's entry. */
  readonly extra?: Uint8Array;
}

export function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/** Joins bytes; a number pair is a little-endian integer and its width. */
export function joinParts(...parts: readonly (Uint8Array | readonly [number, number])[]) {
  const pieces = parts.map((part) => part instanceof Uint8Array ? part : integer(part));
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function integer([value, width]: readonly [number, number]): Uint8Array {
  const bits = BigInt.asUintN(64, BigInt(value));
  return Uint8Array.from({ length: width }, (_, i) => Number((bits >> BigInt(8 * i)) & 255n));
}

/** Makes a zip archive. @param options `zip64`: leaves sizes and places to the 64-bit records */
export function madeZip(
  files: readonly PackedFile[],
  { zip64 = false, comment = "" }: { readonly zip64?: boolean; readonly comment?: string } = {},
): Uint8Array {
  const body: Uint8Array[] = [], directory: Uint8Array[] = [];
  let at = 0;
  for (const file of files) {
    directory.push(directoryEntry(file, { at, zip64 }));
    body.push(localEntry(file));
    at += body.at(-1)!.length;
  }
  const entries = joinParts(...directory), { length } = entries, { length: count } = files;
  const end64 = zip64
    ? joinParts(
      ...[[0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4], [count, 8]] as const,
      ...[[count, 8], [length, 8], [at, 8], [0x07064b50, 4], [0, 4], [at + length, 8], [
        1,
        4,
      ]] as const,
    )
    : new Uint8Array();
  const stated = zip64 ? [0xffff, 0xffffffff, 0xffffffff] : [count, length, at];
  const text = bytesOf(comment);
  return joinParts(
    ...[...body, entries, end64, [0x06054b50, 4], [0, 2], [0, 2], [stated[0]!, 2]] as const,
    ...[[stated[0]!, 2], [stated[1]!, 4], [stated[2]!, 4], [text.length, 2], text] as const,
  );
}

function packedOf({ content = "", deflated }: PackedFile): Uint8Array {
  return deflated ? new Uint8Array(deflateRawSync(bytesOf(content))) : bytesOf(content);
}

function methodOf({ method, deflated }: PackedFile): number {
  return method ?? (deflated ? 8 : 0);
}

function flagsOf({ flags = 0, descriptor = false }: PackedFile): number {
  return flags | (descriptor ? 8 : 0);
}

function localEntry(file: PackedFile): Uint8Array {
  const packed = packedOf(file), content = bytesOf(file.content ?? ""), name = bytesOf(file.name);
  const sums = [[crc32(content), 4], [packed.length, 4], [content.length, 4]] as const;
  const before = file.descriptor ? [[0, 4], [0, 4], [0, 4]] as const : sums;
  const behind = file.descriptor ? [[0x08074b50, 4] as const, ...sums] : [];
  return joinParts(
    ...[[0x04034b50, 4], [20, 2], [flagsOf(file), 2], [methodOf(file), 2], [0, 4]] as const,
    ...[...before, [name.length, 2], [3, 2], name, bytesOf("pad"), packed, ...behind] as const,
  );
}

function directoryEntry(
  file: PackedFile,
  { at, zip64 }: { readonly at: number; readonly zip64: boolean },
): Uint8Array {
  const content = bytesOf(file.content ?? ""), name = bytesOf(file.name);
  const header = file.header ?? at, size = file.packedSize ?? packedOf(file).length;
  const wide = joinParts([1, 2], [24, 2], [content.length, 8], [size, 8], [header, 8]);
  const extra = joinParts(file.extra ?? new Uint8Array(), zip64 ? wide : new Uint8Array());
  const short = (value: number) => [zip64 ? 0xffffffff : value, 4] as const;
  return joinParts(
    ...[[0x02014b50, 4], [20, 1], [file.system ?? 3, 1], [20, 2], [flagsOf(file), 2]] as const,
    ...[[methodOf(file), 2], [0, 4], [crc32(content), 4], short(size)] as const,
    ...[short(content.length), [name.length, 2], [extra.length, 2], [0, 2], [0, 2]] as const,
    ...[[0, 2], [(file.mode ?? 0o100644) * 65536, 4], short(header), name, extra] as const,
  );
}

/** A member of a tar archive. */
export interface TarFile {
  readonly name: string;
  readonly content?: Uint8Array | string;
  /** One character; default: a file. */
  readonly type?: string;
  readonly target?: string;
  /** How a long name is written; default: only its first 100 bytes. */
  readonly long?: "gnu" | "pax" | "prefix";
  /** The size as declared; written in binary with `binary`. */
  readonly size?: number;
  readonly binary?: boolean;
}

/** Makes a tar archive. @param options `ends`: whether two empty blocks end it */
export function madeTar(
  files: readonly TarFile[],
  { ends = true }: { readonly ends?: boolean } = {},
): Uint8Array {
  return joinParts(...files.flatMap(tarParts), new Uint8Array(ends ? 1024 : 0));
}

function tarParts(file: TarFile): Uint8Array[] {
  const { name, long } = file;
  const own = tarMember(file, name);
  if (long === "gnu") {
    return [tarMember({ name: "././@LongLink", type: "L", content: `${name}\0` }, ""), own];
  }
  if (long === "pax") {
    return [
      tarMember({ name: "PaxHeaders/x", type: "x", content: paxRecord("path", name) }, ""),
      own,
    ];
  }
  return [own];
}

/** A record of a pax header, whose length counts itself. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = new TextEncoder().encode(rest).length;
  let length = bytes + 1;
  while (`${length}`.length + bytes !== length) length++;
  return `${length}${rest}`;
}

function tarMember(file: TarFile, fallback: string): Uint8Array {
  const { type = "0", target = "", long, binary = false } = file;
  const content = bytesOf(file.content ?? ""), size = file.size ?? content.length;
  const header = new Uint8Array(512);
  const put = (at: number, text: string, most: number) =>
    header.set(bytesOf(text).subarray(0, most), at);
  const slash = long === "prefix" ? file.name.lastIndexOf("/", 100) : -1;
  put(0, (file.name || fallback).slice(slash + 1), 100);
  if (slash > 0) put(345, file.name.slice(0, slash), 155);
  put(100, "0000644\0", 8);
  if (binary) header.set(joinParts([0x80, 1], bigEndian(size, 11)), 124);
  else put(124, `${size.toString(8).padStart(11, "0")}\0`, 12);
  put(156, type, 1);
  put(157, target, 100);
  put(257, long === "gnu" ? "ustar  \0" : "ustar\x0000", 8);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `, 8);
  return joinParts(header, content, new Uint8Array((512 - content.length % 512) % 512));
}

function bigEndian(value: number, width: number): Uint8Array {
  return integer([value, width]).reverse();
}
