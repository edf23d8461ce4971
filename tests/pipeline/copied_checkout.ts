import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { type Outcome, taskFlags } from "../commands/run_assay.ts";

/** Source that a run is made of; everything else of a copy is linked to the original. */
const COPIED = ["src", "main.ts", "deno.json", "deno.lock"];
const LINKED = ["node_modules", ".assay", "datasets", "models/mtcnn"];

/**
 * Copies what Assay runs from into `folder`, so that it can be changed there.
 * @param more files to copy beside, by their path in the checkout
 */
export function copyCheckout(folder: string, more: readonly string[] = []): void {
  for (const path of [...COPIED, ...more]) {
    cpSync(join(projectRoot(), path), join(folder, path), { recursive: true });
  }
  for (const path of LINKED) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(projectRoot(), path), join(folder, path));
  }
  allowLinkedLibrary(join(folder, "deno.json"));
}

/** Deno resolves links in what a program opens, not in what its permissions name. */
function allowLinkedLibrary(path: string): void {
  const config = JSON.parse(readFileSync(path, "utf8"));
  for (const set of Object.values<{ ffi?: string[] }>(config.permissions)) {
    if (set.ffi !== undefined) set.ffi = set.ffi.map(real);
  }
  writeFileSync(path, JSON.stringify(config, null, 2));
}

/** Replaces a part of a copied file, which has to be there once. @returns what puts it back */
export function patch(
  folder: string,
  { file, from, to }: { readonly file: string; readonly from: string; readonly to: string },
): () => void {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  assert.equal(text.split(from).length, 2, `${file} has "${from}" once`);
  writeFileSync(path, text.replace(from, () => to));
  return () => writeFileSync(path, text);
}

function real(path: string): string {
  return realpathSync(resolve(projectRoot(), path));
}

/** Runs a program of a copy under the flags of `eval`. @returns what it prints */
export async function runCopy(folder: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await callCopy(folder, args);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** Runs a program of a copy under the flags of a task. */
export async function callCopy(
  folder: string,
  args: readonly string[],
  { task = "eval", env = {} }: {
    readonly task?: string;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<Outcome> {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["run", `--config=${join(folder, "deno.json")}`, ...taskFlags(task), ...args],
    cwd: folder,
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}
