import { type CatalogueEntry, verifiedHash } from "../stages/classifiers/catalogue.ts";
import { AssayError } from "../records/errors.ts";
import type { Precision } from "../records/provider.ts";

/**
 * State of a model's file: its hash matches the card; the card has no hash, and the file was built here; the
 * file is missing; its hash does not match.
 */
export type FileState = "verified" | "built here" | "missing" | "changed";

/** Determines the state of a model's file of one precision, by hashing it. */
export async function determineFileState(
  entry: CatalogueEntry,
  precision: Precision,
): Promise<FileState> {
  try {
    await verifiedHash(entry, precision);
    return entry.card.files[precision]?.sha256 ? "verified" : "built here";
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return error.code === "MODEL_MISSING" ? "missing" : "changed";
  }
}

/** Determines the states of the files in a card, by precision. */
export async function determineFileStates(
  entry: CatalogueEntry,
): Promise<Readonly<Partial<Record<Precision, FileState>>>> {
  const states: Partial<Record<Precision, FileState>> = {};
  for (const precision of Object.keys(entry.card.files) as Precision[]) {
    states[precision] = await determineFileState(entry, precision);
  }
  return states;
}
