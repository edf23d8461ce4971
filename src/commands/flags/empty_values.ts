import { wrongUse } from "./usage.ts";

/**
 * Refuses empty values: an empty value is an unset variable of the user's script, and as a path it would mean
 * the current folder.
 * @throws AssayError USAGE (exit 2)
 */
export function refuseEmptyValues(args: readonly string[]): void {
  const at = args.findIndex((arg) => arg === "" || /^--[a-z-]+=$/.test(arg));
  if (at < 0) return;
  const flag = (args[at] || args[at - 1]!).replace(/=$/, "");
  throw wrongUse(`the value after ${flag} is empty`, "Give it a value, or leave it out");
}
