import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, resolve } from "node:path";
import { sha256Hex } from "../../platform/files/hash.ts";

/** A source file and what it needs at run time. */
interface SourceFile {
  /** SHA-256 of its text, hex. */
  readonly hash: string;
  /** Absolute paths of the source files that it imports, and of workers and files that it names by URL. */
  readonly files: readonly string[];
  /** Names of packages that it imports. */
  readonly packages: readonly string[];
}

/** Everything that a set of files reaches. */
export interface ReachedSources {
  /** SHA-256 of each text, hex, by absolute path. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly packages: ReadonlySet<string>;
}

/**
 * Reads source files and what they import, each file once. Imports of types are left out, since they are gone when
 * the program runs. Reads without giving way: many small files take longer to wait for than to read.
 */
export class SourceGraph {
  readonly #files = new Map<string, SourceFile>();
  readonly #leaves: ReadonlySet<string>;
  readonly #excluded: ReadonlySet<string>;

  /**
   * @param options absolute paths: `leaves` are files that count, but whose imports do not; `excluded` do not count
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
   * The files with everything that they import: other files, directly or by way of others, workers that are started
   * from them, and the AssemblyScript that a WebAssembly module beside them is compiled from.
   * @param paths absolute
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

  /** SHA-256 of a single file's text, hex. @param path absolute */
  hash(path: string): string {
    return this.#file(path).hash;
  }

  #file(path: string): SourceFile {
    let file = this.#files.get(path);
    if (!file) this.#files.set(path, file = readSource(path));
    return file;
  }
}

const WASM_MODULE = /_module\.ts$/;

function readSource(path: string): SourceFile {
  const text = readFileSync(path, "utf8");
  const hash = sha256Hex(text);
  if (!path.endsWith(".ts")) return { hash, files: [], packages: [] };
  if (WASM_MODULE.test(path)) return { hash, files: assemblyBeside(path), packages: [] };
  const specifiers = valueImports(text);
  const isFile = (specifier: string) => /^\.\.?\//.test(specifier);
  return {
    hash,
    files: specifiers.filter(isFile).map((specifier) => resolve(dirname(path), specifier)),
    packages: specifiers.filter((specifier) => !isFile(specifier)).flatMap(packageOf),
  };
}

function assemblyBeside(path: string): string[] {
  const names = readdirSync(dirname(path)).filter((name) => name.endsWith(".as"));
  return names.sort().map((name) => join(dirname(path), name));
}

function packageOf(specifier: string): string[] {
  if (specifier.startsWith("node:") || builtinModules.includes(specifier)) return [];
  const [scope = "", name] = specifier.split("/");
  return [scope.startsWith("@") ? `${scope}/${name}` : scope];
}

/** Statements at the beginning of a line, so that examples in comments do not count. */
const STATEMENT = /^(?:import|export)\s+(type\s)?([^;"']*?)\bfrom\s*["']([^"']+)["']/gm;
const OTHERS = [
  /^import\s*["']([^"']+)["']/gm,
  /(?<!typeof )\bimport\(\s*["']([^"']+)["']/g,
  /\bnew URL\(\s*["'](\.[^"']+\.ts)["']\s*,\s*import\.meta\.url/g,
];

/**
 * The modules and files that a source text needs at run time, as written: imports and re-exports of values, dynamic
 * imports, and sources named by `new URL(…, import.meta.url)`.
 */
export function valueImports(text: string): readonly string[] {
  const found: string[] = [];
  for (const [, type, names = "", specifier = ""] of text.matchAll(STATEMENT)) {
    if (type === undefined && !namesTypesOnly(names)) found.push(specifier);
  }
  for (const pattern of OTHERS) {
    for (const [, specifier = ""] of text.matchAll(pattern)) found.push(specifier);
  }
  return found;
}

/** Whether an import clause is `{ type A, type B }` and nothing else. */
function namesTypesOnly(clause: string): boolean {
  const [, braced] = /^\s*\{([^}]*)\}\s*$/.exec(clause) ?? [];
  if (braced === undefined) return false;
  const names = braced.split(",").map((name) => name.trim()).filter((name) => name !== "");
  return names.length > 0 && names.every((name) => /^type\s/.test(name));
}
