import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareCodePoints } from "../base/text/compare_code_points.ts";

/** Whether a text has a character that a shell would expand. */
export function isPattern(text: string): boolean {
  return /[*?[]/.test(text);
}

/**
 * Finds the files and folders that match a shell's pattern: `*`, `?` and `[…]` within a part of the path. Names that
 * begin with a dot are matched only by a dot.
 * @param pattern absolute
 * @returns sorted by code point
 */
export async function matchPaths(pattern: string): Promise<readonly string[]> {
  let found: readonly string[] = ["/"];
  for (const part of pattern.split("/").filter((one) => one !== "")) {
    const folders = found;
    found = isPattern(part)
      ? (await Promise.all(folders.map((folder) => matchingNames(folder, part)))).flat()
      : folders.map((folder) => join(folder, part));
  }
  const present = await Promise.all(found.map((path) => stat(path).then(() => path, () => null)));
  return present.filter((path) => path !== null).sort(compareCodePoints);
}

async function matchingNames(folder: string, part: string): Promise<readonly string[]> {
  const expression = expressionOf(part);
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) =>
    expression.test(name) && (!name.startsWith(".") || part.startsWith("."))
  )
    .map((name) => join(folder, name));
}

/** Translates one part of a pattern. A bracket that is not closed is itself. */
function expressionOf(part: string): RegExp {
  const source = part.replace(/\[([!^]?)(\]?[^\]]*)\]|[^]/g, (piece, not: string, set: string) => {
    if (set !== undefined && set !== "") {
      return `[${not === "" ? "" : "^"}${set.replace(/[\\\]^[]/g, "\\$&")}]`;
    }
    return piece === "*"
      ? "[^]*"
      : piece === "?"
      ? "[^]"
      : piece.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, "u");
}
