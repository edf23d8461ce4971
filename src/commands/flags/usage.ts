import { type AssayError, usageError } from "../../records/errors.ts";

/** Flags or arguments that are missing or do not go together: exit code 2. */
export function wrongUse(what: string, remedy: string): AssayError {
  return usageError("USAGE", { what, remedy });
}
