import { type AssayError, inputError } from "../../records/errors.ts";

/** Makes the error for a file of scores that cannot be used. @param what completes "NAME …" */
export function scoresError(
  what: string,
  { name, remedy, cause }: {
    readonly name: string;
    readonly remedy: string;
    readonly cause?: unknown;
  },
): AssayError {
  return inputError("SCORES_BROKEN", { what: `${name} ${what}`, remedy, cause });
}

/** The first names of a list, quoted, and how many more there are. */
export function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => JSON.stringify(name)).join(", ");
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

const MOST_NAMES = 3;
