import { deepStrictEqual as equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { projectRoot } from "../src/runtime/project.ts";

const source = join(projectRoot(), "src");

/** Which folders of `src/` a folder may import, beside itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  numeric: [],
  runtime: ["domain", "numeric"],
  videos: ["domain", "numeric", "runtime"],
  frames: ["domain", "numeric", "runtime"],
  faces: ["domain", "numeric", "runtime"],
  classifiers: ["domain", "numeric", "runtime"],
  onnx: ["domain", "numeric"],
  pooling: ["domain", "numeric"],
  metrics: ["domain", "numeric"],
  recipes: [
    "domain",
    "numeric",
    "runtime",
    "videos",
    "frames",
    "faces",
    "classifiers",
    "onnx",
    "metrics",
  ],
  parity: [
    "domain",
    "numeric",
    "runtime",
    "videos",
    "frames",
    "faces",
    "classifiers",
    "onnx",
    "pooling",
    "metrics",
    "recipes",
    "config",
    "pipeline",
  ],
  config: ["domain"],
  pipeline: [
    "domain",
    "numeric",
    "config",
    "runs",
    "runtime",
    "videos",
    "frames",
    "faces",
    "classifiers",
    "pooling",
  ],
  runs: ["domain", "numeric", "runtime"],
  comparison: ["domain", "numeric", "metrics"],
  reporting: ["domain"],
};

/** Folders whose `parameters.ts` config may import. */
const PARAMETERS = ["videos", "frames", "faces", "classifiers", "pooling", "metrics"];

interface Import {
  /** Path inside `src/`, such as `faces/crop.ts`. */
  readonly from: string;
  /** As written. */
  readonly specifier: string;
}

function sourceFiles(): string[] {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(source, join(entry.parentPath, entry.name)))
    .sort();
}

/** Every module or file that a source text refers to, types and `new URL(…, import.meta.url)` included. */
export function specifiersOf(text: string): string[] {
  const patterns = [
    /^\s*(?:import|export)\s[^;]*?\sfrom\s*"([^"]+)"/gm,
    /^\s*import\s*"([^"]+)"/gm,
    /\bimport\(\s*"([^"]+)"/g,
    /new URL\(\s*"([^"]+)"\s*,\s*import\.meta\.url/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]));
}

function allImports(): Import[] {
  return sourceFiles().flatMap((from) =>
    specifiersOf(readFileSync(join(source, from), "utf8")).map((specifier) => ({ from, specifier }))
  );
}

function folderOf(path: string): string {
  return path.split("/")[0];
}

/** Why an import breaks the rules, or null. */
export function violation({ from, specifier }: Import): string | null {
  const folder = folderOf(from);
  const name = from.split("/").at(-1);
  if (!specifier.startsWith(".")) return packageViolation(folder, name ?? "", specifier);
  const target = relative(source, resolve(source, dirname(from), specifier));
  if (target.startsWith("..") || !target.includes("/")) return null;
  const into = folderOf(target);
  if (into === folder || folder === "cli") return null;
  if (folder === "config" && PARAMETERS.includes(into) && target === `${into}/parameters.ts`) {
    return null;
  }
  return ALLOWED[folder]?.includes(into) ? null : `${folder} may not import ${into}`;
}

function packageViolation(folder: string, name: string, specifier: string): string | null {
  if (folder === "domain" || folder === "numeric") return `${folder} imports no package`;
  if (specifier === "onnxruntime-node" && folder !== "runtime") {
    return "onnxruntime-node belongs to runtime";
  }
  const schema = folder === "config" || name === "parameters.ts";
  if (specifier.startsWith("zod") && !schema) return "zod belongs to config and parameters.ts";
  return null;
}

Deno.test("every import in src/ keeps the rules", () => {
  const imports = allImports();
  ok(imports.length > 50, "the scan finds imports");
  const broken = imports
    .map((found) => ({ ...found, why: violation(found) }))
    .filter(({ why }) => why !== null)
    .map(({ from, specifier, why }) => `${from} imports ${specifier}: ${why}`);
  equal(broken, []);
});

Deno.test("ONNX Runtime is loaded in one place, which keeps it from sending anything", () => {
  const loading = sourceFiles().filter((file) =>
    /(?<!typeof )import\("onnxruntime-node"\)|^import (?!type )[^;]*"onnxruntime-node"/m
      .test(readFileSync(join(source, file), "utf8"))
  );
  equal(loading, ["runtime/onnx_session.ts"]);
});

Deno.test("every folder of src/ has a rule", () => {
  const folders = new Set(sourceFiles().map(folderOf));
  folders.delete("cli");
  equal([...folders].filter((folder) => !(folder in ALLOWED)), []);
});

Deno.test("the scan sees types, re-exports, dynamic imports and URLs", () => {
  const text = [
    'import type { A } from "./a.ts";',
    'import {\n  b,\n  c,\n} from "../b/c.ts";',
    'export { d } from "d";',
    'const e = await import("e");',
    'const f = new URL("./f.ts", import.meta.url);',
    'import "g";',
  ].join("\n");
  equal(specifiersOf(text).sort(), ["../b/c.ts", "./a.ts", "./f.ts", "d", "e", "g"]);
});

Deno.test("the rules refuse what they should", () => {
  const refused: [string, string][] = [
    ["numeric/a.ts", "node:fs"],
    ["domain/a.ts", "zod"],
    ["faces/a.ts", "../frames/parameters.ts"],
    ["pooling/a.ts", "../runtime/hash.ts"],
    ["config/a.ts", "../faces/crop.ts"],
    ["cli/a.ts", "onnxruntime-node"],
    ["reporting/a.ts", "../runs/journal.ts"],
  ];
  for (const [from, specifier] of refused) {
    ok(violation({ from, specifier }), `${from} ${specifier}`);
  }
  const fine: [string, string][] = [
    ["config/a.ts", "../faces/parameters.ts"],
    ["cli/a.ts", "../pipeline/plan.ts"],
    ["faces/parameters.ts", "zod"],
    ["runtime/a.ts", "onnxruntime-node"],
  ];
  for (const [from, specifier] of fine) equal(violation({ from, specifier }), null);
});

Deno.test("nothing but main.ts exits, and no permission is granted wholesale", () => {
  const exits = sourceFiles().filter((file) =>
    /\bDeno\.exit\(|\bprocess\.exit\(/.test(readFileSync(join(source, file), "utf8"))
  );
  equal(exits, []);
  const tasks = readFileSync(join(projectRoot(), "deno.json"), "utf8");
  ok(!/--allow-all|[" ]-A[" ]/.test(tasks));
});
