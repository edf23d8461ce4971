import { join } from "node:path";
import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import { writeAtomically } from "./atomic_writer.ts";
import { sha256File, sha256Hex } from "./hash.ts";
import { readTextFile } from "./regular_file.ts";

/** `built.json` beside a card: the files that were built, and the recipe they were built from. */
export interface BuiltRecord {
  readonly schemaVersion: 1;
  /** SHA-256 of all inputs of the build, hex: a different recipe requires a new build. */
  readonly recipe: string;
  /** SHA-256 over `files`, hex: the identity of the built files. */
  readonly digest: string;
  /** SHA-256 of each file, hex, by name, sorted. */
  readonly files: Readonly<Record<string, string>>;
}

export const BUILT_RECORD = "built.json";

/** Computes the SHA-256 of a recipe, which may be any JSON value. */
export function digestRecipe(recipe: unknown): string {
  return sha256Hex(JSON.stringify(recipe));
}

/** Writes the record of the files `names` of `folder`. */
export async function recordBuilt(
  folder: string,
  { recipe, names }: { readonly recipe: unknown; readonly names: readonly string[] },
): Promise<BuiltRecord> {
  const files: Record<string, string> = {};
  for (const name of names.toSorted(compareCodePoints)) {
    files[name] = await sha256File(join(folder, name));
  }
  const digest = digestRecipe(files);
  return { schemaVersion: 1, recipe: digestRecipe(recipe), digest, files };
}

/** Writes the record beside a card, atomically. */
export function writeBuilt(folder: string, record: BuiltRecord): void {
  writeAtomically(join(folder, BUILT_RECORD), [`${JSON.stringify(record, null, 2)}\n`]);
}

/**
 * Checks that every built file still has the hash that was recorded when it was built.
 * @param hashOf computes the SHA-256 of a file, hex
 */
export async function builtFilesAreIntact(
  folder: string,
  { files }: Pick<BuiltRecord, "files">,
  hashOf: (path: string) => Promise<string> = sha256File,
): Promise<boolean> {
  for (const [name, sha256] of Object.entries(files)) {
    if (await hashOf(join(folder, name)).catch(() => null) !== sha256) return false;
  }
  return true;
}

/** Reads the record beside a card; `null`: nothing was built, or the record cannot be read. */
export async function readBuilt(folder: string): Promise<BuiltRecord | null> {
  try {
    const record = JSON.parse(await readTextFile(join(folder, BUILT_RECORD))) as BuiltRecord;
    return record.schemaVersion === 1 && typeof record.files === "object" ? record : null;
  } catch {
    return null;
  }
}
