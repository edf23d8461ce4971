import { type AssayError, usageError } from "../../records/errors.ts";

/** Makes an error about flags or arguments: USAGE, exit code 2. */
export function wrongUse(what: string, remedy: string): AssayError {
  return usageError("USAGE", { what, remedy });
}
