import { type CatalogueEntry, readCatalogue } from "../../stages/classifiers/catalogue.ts";
import { AssayError, type ExitCode, inputError } from "../../records/errors.ts";
import { nearestName } from "../../base/text/nearest_name.ts";
import { type VerifiedModel, verifyModel } from "../../models/verify_model.ts";
import { FOLDERS } from "../../evaluation/folders.ts";
import { setupSteps } from "../setup/steps.ts";
import type { Terminal } from "../../platform/host/terminal.ts";

const MTCNN = "mtcnn";

/**
 * Checks models and prints one line about each.
 * @param name one model; `null`: all installed models
 * @returns 0 when all passed, else 3
 */
export async function verifyModels(name: string | null, terminal: Terminal): Promise<ExitCode> {
  const broken = new Map<string, AssayError>();
  const catalogue = await readCatalogue(FOLDERS.models, (of, error) => broken.set(of, error));
  const faults = [...broken].filter(([of]) => name === null || of === name);
  const entries = name === null
    ? catalogue.filter(({ present }) => present.length > 0)
    : catalogue.filter(({ card }) => card.name === name);
  if (name !== null && name !== MTCNN && faults.length === 0) {
    requireHere(name, entries, catalogue);
  }
  for (const [, fault] of faults) terminal.error(fault);
  let failures = faults.length;
  for (const entry of entries) {
    if (!await verifyOne(entry, terminal)) failures += 1;
  }
  if ((name === null || name === MTCNN) && !await verifyMtcnn(terminal)) failures += 1;
  return failures === 0 ? 0 : 3;
}

function requireHere(
  name: string,
  [entry]: readonly CatalogueEntry[],
  catalogue: readonly CatalogueEntry[],
): void {
  if (entry !== undefined && entry.present.length > 0) return;
  const nearest = nearestName(name, [MTCNN, ...catalogue.map(({ card }) => card.name)]);
  throw inputError("MODEL_MISSING", {
    what: entry === undefined ? `there is no model "${name}"` : `model "${name}" has no files yet`,
    remedy: entry === undefined && nearest
      ? `Did you mean "${nearest}"?`
      : "Run `deno task models list` to see the models and where they come from",
  });
}

async function verifyOne(entry: CatalogueEntry, terminal: Terminal): Promise<boolean> {
  const { name } = entry.card;
  try {
    const verified = await verifyModel(entry);
    terminal.print(`ok       ${name}: ${foundText(verified)}`);
    for (const line of verified.warnings) terminal.warn(`${name}: ${line}`);
    return true;
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    terminal.error(error);
    return false;
  }
}

function foundText({ precisions, halfPrecisionDifference: difference }: VerifiedModel): string {
  const half = difference === null ? "" : `; float16 changes P(fake) by at most ${difference}`;
  return precisions.join(", ") + half;
}

/** Compares the files of MTCNN's networks with the hashes in their card; their outputs are tested elsewhere. */
async function verifyMtcnn(terminal: Terminal): Promise<boolean> {
  const { mtcnn } = setupSteps((text) => terminal.note(text));
  if (await mtcnn.isDone()) {
    terminal.print(`ok       ${MTCNN}`);
    return true;
  }
  terminal.error(inputError("FACE_DETECTOR_CHANGED", {
    what: "the SHA-256 of MTCNN's networks does not match models/mtcnn/card.json",
    remedy: "Run `deno task models build mtcnn`",
  }));
  return false;
}
