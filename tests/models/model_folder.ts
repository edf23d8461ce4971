import assert from "node:assert/strict";
import { join } from "node:path";
import { AssayError } from "../../src/records/errors.ts";
import type { ImportOptions } from "../../src/models/import_model.ts";
import { inTemporaryHome } from "../temporary_home.ts";

/** A folder for models of a test. */
export interface ModelFolder {
  /** Assay's home while the test runs; sources may lie here as well. */
  readonly home: string;
  readonly options: ImportOptions;
  /** Writes a file beside the models and gives its path. */
  put(name: string, bytes: Uint8Array): Promise<string>;
  /** Everything in the models' folder, sorted, with `/`. */
  contents(): string[];
  /** The card of a model, as JSON. */
  card(name: string): Promise<Record<string, unknown>>;
}

/** Runs a test with a folder for models of its own. */
export async function inModelFolder(run: (folder: ModelFolder) => Promise<void>): Promise<void> {
  await inTemporaryHome(async (home) => {
    const modelsFolder = join(home, "models");
    await run({
      home,
      options: {
        modelsFolder,
        precisions: ["fp32"],
        replace: false,
        force: false,
        progress: () => {},
      },
      async put(name, bytes) {
        await Deno.writeFile(join(home, name), bytes);
        return join(home, name);
      },
      contents: () => namesIn(modelsFolder),
      card: async (name) =>
        JSON.parse(await Deno.readTextFile(join(modelsFolder, name, "card.json"))),
    });
  });
}

function namesIn(folder: string, prefix = ""): string[] {
  const names: string[] = [];
  try {
    for (const { name, isDirectory } of Deno.readDirSync(folder)) {
      names.push(prefix + name);
      if (isDirectory) names.push(...namesIn(join(folder, name), `${prefix}${name}/`));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names.sort();
}

/** The error that something ends with; it must be one that a user can act on. */
export async function errorOf(promise: Promise<unknown>): Promise<AssayError> {
  const error = await promise.then(() => null, (reason) => reason);
  assert.ok(error instanceof AssayError, `no AssayError but ${error}`);
  assert.ok(!error.message.includes("\n"));
  return error;
}
