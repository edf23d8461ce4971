import { wrongUse } from "./usage.ts";

/**
 * Rejects empty values: they usually come from an unset shell variable, and as a path they would mean the
 * current folder.
 * @throws AssayError USAGE (exit 2)
 */
export function refuseEmptyValues(args: readonly string[]): void {
  const at = args.findIndex((arg) => arg === "" || /^--[a-z-]+=$/.test(arg));
  if (at < 0) return;
  const flag = (args[at] || args[at - 1]!).replace(/=$/, "");
  throw wrongUse(`the value after ${flag} is empty`, "Give it a value, or leave it out");
}
