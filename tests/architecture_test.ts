import { deepStrictEqual as equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { projectRoot } from "../src/platform/files/project.ts";

/** The rooms of `src/`, highest first. A room imports only rooms below it. */
export const ROOMS = [
  "commands",
  "bench",
  "parity",
  "evaluation",
  "reports",
  "analysis",
  "demo",
  "models",
  "pipeline",
  "config",
  "stages",
  "datasets",
  "runs",
  "metrics",
  "platform",
  "records",
  "base",
] as const;

const source = join(projectRoot(), "src");

interface Import {
  /** Path inside `src/`, such as `stages/faces/crop.ts`. */
  readonly from: string;
  /** As written. */
  readonly specifier: string;
}

function sourceFiles(): string[] {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
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
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1]!));
}

function importsOf(files: readonly string[]): Import[] {
  return files.flatMap((from) =>
    specifiersOf(readFileSync(join(source, from), "utf8")).map((specifier) => ({ from, specifier }))
  );
}

/** Path inside `src/` that an import leads to; `null`: a package, or a place outside `src/`. */
function targetOf({ from, specifier }: Import): string | null {
  if (!specifier.startsWith(".")) return null;
  const target = relative(source, resolve(source, dirname(from), specifier));
  return target.startsWith("..") ? null : target;
}

function roomOf(path: string): string {
  return path.split("/")[0]!;
}

/** The place of a room in the list; larger is lower. */
function heightOf(room: string): number {
  const height = (ROOMS as readonly string[]).indexOf(room);
  if (height < 0) throw new Error(`${room} is not in the list of rooms`);
  return height;
}

/** Why an import breaks the rules, or null. */
export function violation(found: Import): string | null {
  const room = roomOf(found.from);
  if (!found.specifier.startsWith(".")) return packageViolation(found.from, found.specifier);
  const target = targetOf(found);
  if (target === null) return null;
  const into = roomOf(target);
  return heightOf(into) < heightOf(room) ? `${into} is above ${room}` : null;
}

function packageViolation(from: string, specifier: string): string | null {
  const room = roomOf(from);
  if (room === "records" || room === "base") return `${room} imports no package`;
  if (specifier === "onnxruntime-node" && !from.startsWith("platform/onnxruntime/")) {
    return "onnxruntime-node belongs to platform/onnxruntime";
  }
  const describesData = room === "config" || /(^|\/)(parameters?|[a-z_]+_schema)\.ts$/.test(from);
  if (specifier.startsWith("zod") && !describesData) {
    return "zod belongs to config, parameters.ts and the schema files of stored formats";
  }
  return null;
}

/** Files that import each other, directly or through others; empty when there are none. */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const settled = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file]);
    if (start >= 0 || settled.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    settled.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}

Deno.test("every room imports only rooms below it, types included", () => {
  const imports = importsOf(sourceFiles());
  ok(imports.length > 1000, "the scan finds imports");
  const broken = imports
    .map((found) => ({ ...found, why: violation(found) }))
    .filter(({ why }) => why !== null)
    .map(({ from, specifier, why }) => `${from} imports ${specifier}: ${why}`);
  equal(broken, []);
});

Deno.test("no two files import each other in a circle", () => {
  const files = sourceFiles();
  const graph = new Map(
    files.map((file) => [file, importsOf([file]).flatMap((found) => targetOf(found) ?? [])]),
  );
  equal(circles(graph), []);
});

Deno.test("a circle of files is found, through others and through itself", () => {
  equal(circles(new Map([["a", ["b"]], ["b", ["c"]], ["c", ["a"]]])), [["a", "b", "c", "a"]]);
  equal(circles(new Map([["a", ["a"]]])), [["a", "a"]]);
  equal(circles(new Map([["a", ["b", "c"]], ["b", ["c"]], ["c", []]])), []);
});

Deno.test("every folder of src/ is a room, and every room is there", () => {
  equal([...new Set(sourceFiles().map(roomOf))].sort(), [...ROOMS].sort());
});

Deno.test("docs/architecture.md lists the rooms in the same order", () => {
  const text = readFileSync(join(projectRoot(), "docs", "architecture.md"), "utf8");
  const listed = [...text.matchAll(/^\| `src\/([a-z]+)` +\|/gm)].map((match) => match[1]);
  equal(listed, [...ROOMS]);
});

Deno.test("the folders of tests/ are rooms, or say what they need", () => {
  const others = ["benches", "browser", "cluster", "damage", "examples", "golden", "gpu", "slow"];
  const folders = readdirSync(join(projectRoot(), "tests"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  equal(folders.filter((name) => ![...ROOMS, ...others].includes(name)), []);
});

Deno.test("ONNX Runtime is loaded in one place, which keeps it from sending anything", () => {
  const loading = sourceFiles().filter((file) =>
    /(?<!typeof )import\("onnxruntime-node"\)|^import (?!type )[^;]*"onnxruntime-node"/m
      .test(readFileSync(join(source, file), "utf8"))
  );
  equal(loading, ["platform/onnxruntime/onnx_session.ts"]);
});

Deno.test("time is asked for in one place, so that a test can pass another", () => {
  const asking = sourceFiles().filter((file) =>
    file.endsWith(".ts") &&
    /\b(performance|Date)\.now\b|\bset(Timeout|Interval)\(|\bAbortSignal\.timeout\(/
      .test(readFileSync(join(source, file), "utf8"))
  );
  equal(asking, ["platform/host/clock.ts"]);
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
    ["base/numeric/a.ts", "node:fs"],
    ["records/a.ts", "zod"],
    ["base/text/a.ts", "../../records/errors.ts"],
    ["stages/pooling/a.ts", "../../pipeline/plan/plan.ts"],
    ["evaluation/a.ts", "../commands/cli.ts"],
    ["commands/a.ts", "onnxruntime-node"],
    ["stages/faces/a.ts", "zod"],
    ["analysis/summary/a.ts", "../../reports/sections/format.ts"],
  ];
  for (const [from, specifier] of refused) {
    ok(violation({ from, specifier }), `${from} ${specifier}`);
  }
  const fine: [string, string][] = [
    ["config/a.ts", "../stages/faces/parameters.ts"],
    ["commands/a.ts", "../pipeline/plan/plan.ts"],
    ["stages/faces/parameters.ts", "zod"],
    ["stages/classifiers/model_card_schema.ts", "zod"],
    ["platform/onnxruntime/a.ts", "onnxruntime-node"],
    ["stages/faces/a.ts", "../frames/parameters.ts"],
  ];
  for (const [from, specifier] of fine) equal(violation({ from, specifier }), null);
});

Deno.test("nothing but main.ts exits, and no permission is granted wholesale", () => {
  const exits = sourceFiles().filter((file) =>
    /\bDeno\.exit\(|\bprocess\.exit\(/.test(readFileSync(join(source, file), "utf8"))
  );
  equal(exits, []);
  const { tasks, permissions } = JSON.parse(
    readFileSync(join(projectRoot(), "deno.json"), "utf8"),
  );
  ok(!/--allow-|[" ]-A[" ]/.test(JSON.stringify(tasks)), "permissions stand in named sets");
  for (const set of Object.values<object>(permissions)) ok(!("all" in set));
});
