import { type AssayError, inputError } from "../../records/errors.ts";

/** Makes the error for a file of labels that cannot be understood. @param what completes "the dataset's NAME …" */
export function labelsError(
  what: string,
  { name, remedy, cause }: {
    readonly name: string;
    readonly remedy: string;
    readonly cause?: unknown;
  },
): AssayError {
  return inputError("DATASET_LABELS_BROKEN", {
    what: `the dataset's ${name} ${what}`,
    remedy,
    cause,
  });
}

/** Makes the error for two columns that say different things of a video. @param what what each says */
export function labelsContradiction(
  what: string,
  { name, remedy }: { readonly name: string; readonly remedy: string },
): AssayError {
  return inputError("DATASET_LABELS_CONTRADICT", {
    what: `the dataset's ${name} contradicts itself: ${what}`,
    remedy,
  });
}

/** Quotes a value of the labels for a message, shortened if it is long. */
export function shortValue(value: unknown): string {
  const shown = JSON.stringify(value) ?? "nothing";
  return shown.length <= LONGEST_SHOWN ? shown : `${shown.slice(0, LONGEST_SHOWN)}…`;
}

const LONGEST_SHOWN = 200;
