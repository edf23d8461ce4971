import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, resolve } from "node:path";
import { sha256Hex } from "../../platform/files/hash.ts";

/** A source file and its imports at run time. */
interface SourceFile {
  /** SHA-256 of its text, hex. */
  readonly hash: string;
  /** Absolute paths of imported source files, and of workers and files named by URL. */
  readonly files: readonly string[];
  /** Names of imported packages. */
  readonly packages: readonly string[];
}

/** All files and packages that a set of files imports, directly or indirectly. */
export interface ReachedSources {
  /** SHA-256 of each text, hex, by absolute path. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly packages: ReadonlySet<string>;
}

/**
 * Reads source files and their imports, each file once. Leaves out imports of types, which do not exist at run time.
 * Reads synchronously, which is faster for many small files.
 */
export class SourceGraph {
  readonly #files = new Map<string, SourceFile>();
  readonly #leaves: ReadonlySet<string>;
  readonly #excluded: ReadonlySet<string>;

  /**
   * @param options absolute paths; `leaves`: files whose imports are not followed; `excluded`: files left out
   */
  constructor(
    { leaves, excluded }: {
      readonly leaves: readonly string[];
      readonly excluded: readonly string[];
    },
  ) {
    this.#leaves = new Set(leaves);
    this.#excluded = new Set(excluded);
  }

  /**
   * Collects files with all that they import, directly or indirectly: other files, and workers that they start.
   * AssemblyScript does not count: the module that it is compiled to does, and is what runs.
   * @param paths absolute paths
   */
  reached(paths: readonly string[]): ReachedSources {
    const hashes = new Map<string, string>();
    const packages = new Set<string>();
    const waiting = [...paths];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      if (hashes.has(path) || this.#excluded.has(path)) continue;
      const file = this.#file(path);
      hashes.set(path, file.hash);
      if (this.#leaves.has(path)) continue;
      for (const name of file.packages) packages.add(name);
      for (const next of file.files) waiting.push(next);
    }
    return { hashes, packages };
  }

  /** Gets the SHA-256 of a single file's text, hex. @param path absolute path */
  hash(path: string): string {
    return this.#file(path).hash;
  }

  #file(path: string): SourceFile {
    let file = this.#files.get(path);
    if (!file) this.#files.set(path, file = readSource(path));
    return file;
  }
}

function readSource(path: string): SourceFile {
  const text = readFileSync(path, "utf8");
  const hash = sha256Hex(text);
  if (!path.endsWith(".ts")) return { hash, files: [], packages: [] };
  const specifiers = valueImports(text);
  const isFile = (specifier: string) => /^\.\.?\//.test(specifier);
  return {
    hash,
    files: specifiers.filter(isFile).map((specifier) => resolve(dirname(path), specifier)),
    packages: specifiers.filter((specifier) => !isFile(specifier)).flatMap(packageOf),
  };
}

function packageOf(specifier: string): string[] {
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) return [];
  const [scope = "", name] = specifier.split("/");
  return [scope.startsWith("@") ? `${scope}/${name}` : scope];
}

/** Import and export statements at the beginning of a line, so that examples in comments do not match. */
const STATEMENT = /^(?:import|export)\s+(type\s)?([^;"']*?)\bfrom\s*["']([^"']+)["']/gm;
/** Other ways to name a module, each with a text that it contains: most sources lack it, and looking for it is fast. */
const OTHERS = [
  { has: "import", pattern: /^import\s*["']([^"']+)["']/gm },
  { has: "import(", pattern: /(?<!typeof )\bimport\(\s*["']([^"']+)["']/g },
  { has: "new URL(", pattern: /\bnew URL\(\s*["'](\.[^"']+\.ts)["']\s*,\s*import\.meta\.url/g },
];

/**
 * Finds the modules and files that a source text imports at run time, as written: imports and re-exports of values,
 * dynamic imports, and sources named by `new URL(…, import.meta.url)`.
 */
export function valueImports(text: string): readonly string[] {
  const found: string[] = [];
  for (const [, type, names = "", specifier = ""] of text.matchAll(STATEMENT)) {
    if (type === undefined && !namesTypesOnly(names)) found.push(specifier);
  }
  for (const { has, pattern } of OTHERS) {
    if (!text.includes(has)) continue;
    for (const [, specifier = ""] of text.matchAll(pattern)) found.push(specifier);
  }
  return found;
}

/** Tests whether an import clause has only types: `{ type A, type B }`. */
function namesTypesOnly(clause: string): boolean {
  const [, braced] = /^\s*\{([^}]*)\}\s*$/.exec(clause) ?? [];
  if (braced === undefined) return false;
  const names = braced.split(",").map((name) => name.trim()).filter((name) => name !== "");
  return names.length > 0 && names.every((name) => /^type\s/.test(name));
}
