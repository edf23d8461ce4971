import { crc32, inflateRawSync } from "node:zlib";
import { AssayError } from "../../records/errors.ts";
import { openFileSource } from "../files/file_source.ts";
import type { ArchiveFile, ArchiveFolder } from "./member_tree.ts";
import { readTar } from "./read_tar.ts";
import { readZip } from "./read_zip.ts";

/**
 * Reads what is in an archive, not the files themselves.
 * @param path absolute
 * @throws RangeError that says why when it cannot be read: it is damaged, encrypted, or no archive
 */
export function readArchive(path: string): ArchiveFolder {
  try {
    const source = openFileSource(path);
    try {
      return path.toLowerCase().endsWith(".zip") ? readZip(source) : readTar(source);
    } finally {
      source.close();
    }
  } catch (error) {
    if (error instanceof AssayError) throw new RangeError("it cannot be opened", { cause: error });
    throw error;
  }
}

/**
 * Reads a file in an archive, and inflates it. Bytes at its place that are no longer the archive's directory says are
 * noticed by their checksum, where there is one.
 * @throws RangeError when it is damaged, or packed in a way that is not read
 */
export function readMember(
  archive: string,
  { span: { start, end }, packed, crc32: stated }: ArchiveFile,
): Uint8Array {
  if (packed?.method === "other") throw new RangeError("it is packed in a way that is not read");
  const source = openFileSource(archive);
  try {
    const bytes = source.read(start, end - start);
    const content = packed === null ? bytes.slice() : inflated(bytes, packed.size);
    if (stated !== null && crc32(content) !== stated) throw new RangeError("its checksum is wrong");
    return content;
  } finally {
    source.close();
  }
}

function inflated(bytes: Uint8Array, size: number): Uint8Array {
  try {
    const content = inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) });
    if (content.length === size) return content;
  } catch { /* as below */ }
  throw new RangeError("it cannot be decompressed");
}
