import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type CatalogueEntry, verifiedHash } from "../stages/classifiers/catalogue.ts";
import { DATA_FILE } from "../base/text/name_rules.ts";
import { inputError } from "../records/errors.ts";
import type { Precision } from "../records/provider.ts";
import { sha256File, sha256Hex } from "../platform/files/hash.ts";
import { modelUnfitError, requireFit } from "./card_fit.ts";
import { readGraphFacts } from "./graph_facts.ts";

interface CheckOptions {
  /** Gives the SHA-256 of a file, hex; default: reads the file. */
  readonly hashOf?: (path: string) => Promise<string>;
}

/**
 * Checks a model's file of one precision without running it: its hash, those of the files with its constants, and
 * that the card fits the graph.
 * @returns SHA-256 of the file, hex; of a file whose constants are in other files, a SHA-256 over all of them
 * @throws AssayError (exit 3) MODEL_MISSING, MODEL_CHANGED, MODEL_DATA_BROKEN, MODEL_UNFIT, ONNX_BROKEN
 */
export async function checkModel(
  entry: CatalogueEntry,
  precision: Precision,
  { hashOf = sha256File }: CheckOptions = {},
): Promise<string> {
  const { card, folder } = entry;
  const sha256 = await verifiedHash(entry, precision, hashOf);
  const file = card.files[precision]!.path;
  const graph = await readGraphFacts(join(folder, file), { sha256, file });
  requireFit(graph, card, { file });
  const hashes = [sha256];
  for (const path of graph.externalFiles) {
    hashes.push(await dataHash(entry, { precision, path, hashOf }));
  }
  return hashes.length === 1 ? sha256 : sha256Hex(hashes.join(" "));
}

/** Measures a model's file of one precision with the files of its constants, bytes. */
export async function modelFileBytes(
  { card, folder }: CatalogueEntry,
  precision: Precision,
): Promise<number> {
  const { path, data = [] } = card.files[precision]!;
  const paths = [path, ...data.map((one) => one.path)];
  const found = await Promise.all(paths.map((one) => stat(join(folder, one))));
  return found.reduce((sum, { size }) => sum + size, 0);
}

/** Hashes a file with constants and compares the hash with the card's, if it states one. */
async function dataHash(
  { card, folder }: CatalogueEntry,
  { precision, path, hashOf }: {
    readonly precision: Precision;
    readonly path: string;
    readonly hashOf: (path: string) => Promise<string>;
  },
): Promise<string> {
  const { path: file, data } = card.files[precision]!;
  const name = path.replace(/^(\.\/)+/, "");
  if (!DATA_FILE.pattern.test(name)) {
    throw modelUnfitError(file, `its constants are in another file, ${path}, outside its folder`);
  }
  const sha256 = await hashOf(join(folder, name)).catch((cause) => {
    throw inputError("MODEL_DATA_BROKEN", {
      what: `the constants of ${file} are in ${name}, which cannot be read`,
      remedy: `Put ${name} beside ${file}`,
      cause,
    });
  });
  const stated = data?.find((one) => one.path === name)?.sha256;
  if (stated === undefined || stated === sha256) return sha256;
  throw inputError("MODEL_CHANGED", {
    what: `the SHA-256 of ${name} of model "${card.name}" does not match its card`,
    remedy: "Import the model again, or update the hash in the card if the change is yours",
  });
}
