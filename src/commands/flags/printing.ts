import type { Printing } from "../../platform/host/terminal.ts";

/** Reads `--quiet` and `--verbose` off the raw arguments: errors in other flags are printed by them as well. */
export function readPrinting(args: readonly string[]): Printing {
  return { quiet: args.includes("--quiet"), verbose: args.includes("--verbose") };
}
