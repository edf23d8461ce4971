import type { Printing } from "../../platform/host/terminal.ts";

/** Reads `--quiet` and `--verbose` from the raw arguments, before other flags can fail to parse. */
export function readPrinting(args: readonly string[]): Printing {
  return { quiet: args.includes("--quiet"), verbose: args.includes("--verbose") };
}
