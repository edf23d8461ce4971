import { type CatalogueEntry, verifiedHash } from "../stages/classifiers/catalogue.ts";
import { AssayError } from "../records/errors.ts";
import type { Precision } from "../records/provider.ts";

/**
 * What is known of a model's file: it has the hash that its card states; its card states none, and it is what
 * was built here; it is not here; it is another than it should be.
 */
export type FileState = "verified" | "built here" | "missing" | "changed";

/** The state of a model's file of one precision, from all of its bytes. */
export async function fileState(entry: CatalogueEntry, precision: Precision): Promise<FileState> {
  try {
    await verifiedHash(entry, precision);
    return entry.card.files[precision]?.sha256 ? "verified" : "built here";
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return error.code === "MODEL_MISSING" ? "missing" : "changed";
  }
}

/** The states of the files that a card names, by precision. */
export async function fileStates(
  entry: CatalogueEntry,
): Promise<Readonly<Partial<Record<Precision, FileState>>>> {
  const states: Partial<Record<Precision, FileState>> = {};
  for (const precision of Object.keys(entry.card.files) as Precision[]) {
    states[precision] = await fileState(entry, precision);
  }
  return states;
}
