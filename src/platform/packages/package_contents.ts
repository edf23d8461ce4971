import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import { sha256File } from "../files/hash.ts";
import { readTextFile } from "../files/regular_file.ts";
import { rememberedHash } from "../files/remembered_hash.ts";

/** Size and hash of a file when it was unpacked. */
interface FileNote {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Contents of a package. Written last, so that its presence means that the package is complete. */
interface Contents {
  readonly schemaVersion: 1;
  /** Hash of the tarball: `sha512-…`, base64. */
  readonly integrity: string;
  /** By path inside the package, separated by `/`. */
  readonly files: Readonly<Record<string, FileNote>>;
}

const CONTENTS = ".assay-contents.json";

/** State of a file in a package's folder: `unknown`, the package is missing or not complete; `damaged` also if gone. */
export type FileState = "intact" | "damaged" | "not in the package" | "unknown";

/** Records size and hash of every file in the folder of a newly unpacked package. */
export async function noteContents(folder: string, integrity: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort(compareCodePoints);
  const files: Record<string, FileNote> = {};
  for (const path of paths) {
    const { size } = await Deno.stat(join(folder, path));
    const sha256 = await sha256File(join(folder, path));
    files[path.replaceAll(sep, "/")] = { bytes: size, sha256 };
  }
  const contents: Contents = { schemaVersion: 1, integrity, files };
  await Deno.writeTextFile(join(folder, CONTENTS), JSON.stringify(contents, null, 1));
}

/**
 * Checks whether a file of a package is unchanged since it was unpacked. It is read only if its size, times or inode
 * have changed since it was last read.
 * @param options `hashes`: folder of remembered hashes
 */
export async function readFileState(
  folder: string,
  file: string,
  { integrity, hashes }: { readonly integrity: string; readonly hashes: string },
): Promise<FileState> {
  const contents = await readContents(folder, integrity);
  if (contents === null) return "unknown";
  const note = Object.hasOwn(contents.files, file) ? contents.files[file] : undefined;
  if (note === undefined) return "not in the package";
  return await isAsNoted(join(folder, file), note, hashes) ? "intact" : "damaged";
}

/** Reads the contents of a package; `null`: it is missing, incomplete, or has another hash. */
async function readContents(folder: string, integrity: string): Promise<Contents | null> {
  try {
    const contents = JSON.parse(await readTextFile(join(folder, CONTENTS))) as Contents;
    const fits = contents.schemaVersion === 1 && contents.integrity === integrity;
    return fits && typeof contents.files === "object" && contents.files !== null ? contents : null;
  } catch {
    return null;
  }
}

async function isAsNoted(
  path: string,
  { bytes, sha256 }: FileNote,
  hashes: string,
): Promise<boolean> {
  try {
    const { isFile, size } = await Deno.lstat(path);
    if (!isFile || size !== bytes) return false;
    const place = { folder: hashes, kind: "sha256", compute: sha256File };
    return await rememberedHash(path, place) === sha256;
  } catch {
    return false; // missing, or it cannot be read
  }
}
