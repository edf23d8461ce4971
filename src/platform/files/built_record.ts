import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import { sha256File, sha256Hex } from "./hash.ts";

/** `built.json` beside a card: what was built here, and from which recipe. */
export interface BuiltRecord {
  readonly schemaVersion: 1;
  /** SHA-256 over all that the build was told, hex: another recipe asks for another build. */
  readonly recipe: string;
  /** SHA-256 over `files`, hex: the identity of what was built. */
  readonly digest: string;
  /** SHA-256 of each file, hex, by name, sorted. */
  readonly files: Readonly<Record<string, string>>;
}

export const BUILT_RECORD = "built.json";

/** SHA-256 of a recipe: of anything that JSON can hold. */
export function recipeDigest(recipe: unknown): string {
  return sha256Hex(JSON.stringify(recipe));
}

/** The record of the files `names` of `folder`. */
export async function recordBuilt(
  folder: string,
  { recipe, names }: { readonly recipe: unknown; readonly names: readonly string[] },
): Promise<BuiltRecord> {
  const files: Record<string, string> = {};
  for (const name of names.toSorted(compareCodePoints)) {
    files[name] = await sha256File(join(folder, name));
  }
  const digest = recipeDigest(files);
  return { schemaVersion: 1, recipe: recipeDigest(recipe), digest, files };
}

/** The record beside a card; `null`: nothing was built, or the record cannot be read. */
export async function readBuilt(folder: string): Promise<BuiltRecord | null> {
  try {
    const record = JSON.parse(await readFile(join(folder, BUILT_RECORD), "utf8")) as BuiltRecord;
    return record.schemaVersion === 1 && typeof record.files === "object" ? record : null;
  } catch {
    return null;
  }
}
