import { crc32, deflateRawSync } from "node:zlib";
import { bytesOf, littleEndian, textOf } from "./byte_text.ts";

/** A file to put into an archive; what is left out is made to be right. */
export interface ZipFile {
  readonly name: string;
  /** A letter a byte. */
  readonly content: string;
  readonly deflated?: boolean;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  /** Size as declared. */
  readonly size?: number;
  /** Where the directory says that the file lies, if not where it does. */
  readonly header?: number;
  readonly localName?: string;
  /** Padding, as PyTorch aligns its storages. */
  readonly extra?: string;
}

export interface ZipOptions {
  /** Leaves sizes and places to the 64-bit records. */
  readonly zip64?: boolean;
  readonly comment?: string;
  /** As declared. */
  readonly entries?: number;
}

/** An archive, a letter a byte. */
export function zipText(files: readonly ZipFile[], options: ZipOptions = {}): string {
  let body = "";
  let directory = "";
  for (const file of files) {
    directory += directoryEntry(file, { header: file.header ?? body.length, ...options });
    body += localEntry(file);
  }
  const entries = options.entries ?? files.length;
  return body + directory +
    endRecords({ entries, length: directory.length, start: body.length }, options);
}

function packed({ content, deflated }: ZipFile): string {
  return deflated ? textOf(deflateRawSync(bytesOf(content))) : content;
}

function sums(file: ZipFile, wide: boolean): string {
  const sizes = wide ? [0xffffffff, 0xffffffff] : [packed(file).length, sizeOf(file)];
  return littleEndian(file.crc ?? crc32(bytesOf(file.content)), 4) +
    sizes.map((size) => littleEndian(size, 4)).join("");
}

function sizeOf({ size, content }: ZipFile): number {
  return size ?? content.length;
}

function methodOf({ method, deflated }: ZipFile): string {
  return littleEndian(method ?? (deflated ? 8 : 0), 2);
}

function localEntry(file: ZipFile): string {
  const { flags = 0, extra = "", localName = file.name } = file;
  return `PK\x03\x04\0\0${littleEndian(flags, 2)}${methodOf(file)}\0\0\0\0${sums(file, false)}` +
    `${littleEndian(localName.length, 2)}${littleEndian(extra.length, 2)}${localName}${extra}` +
    packed(file);
}

function directoryEntry(
  file: ZipFile,
  { header, zip64 = false }: { header: number; zip64?: boolean },
): string {
  const wide = [sizeOf(file), packed(file).length, header].map((size) => littleEndian(size, 8));
  const extra = zip64 ? `\x34\x12\x02\0ab\x01\0\x18\0${wide.join("")}` : "";
  return `PK\x01\x02\0\0\0\0${littleEndian(file.flags ?? 0, 2)}${methodOf(file)}\0\0\0\0` +
    `${sums(file, zip64)}${littleEndian(file.name.length, 2)}${littleEndian(extra.length, 2)}` +
    `\0\0\0\0\0\0\0\0\0\0${littleEndian(zip64 ? 0xffffffff : header, 4)}${file.name}${extra}`;
}

function endRecords(
  { entries, length, start }: { entries: number; length: number; start: number },
  { zip64, comment = "" }: ZipOptions,
): string {
  const end64 = `PK\x06\x06${littleEndian(44, 8)}\0\0\0\0\0\0\0\0\0\0\0\0` +
    [entries, entries, length, start].map((field) => littleEndian(field, 8)).join("") +
    `PK\x06\x07\0\0\0\0${littleEndian(start + length, 8)}\x01\0\0\0`;
  const [count, bytes, place] = zip64 ? [0xffff, 0xffffffff, 0xffffffff] : [entries, length, start];
  return `${zip64 ? end64 : ""}PK\x05\x06\0\0\0\0${littleEndian(count, 2)}${
    littleEndian(count, 2)
  }${littleEndian(bytes, 4)}${littleEndian(place, 4)}${littleEndian(comment.length, 2)}${comment}`;
}
