import { join } from "node:path";
import type { RunSummary } from "../domain/summary.ts";
import { summaryJson } from "../reporting/summary_json.ts";
import { terminalTable } from "../reporting/terminal_table.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import type { CommandContext } from "./cli.ts";
import { readable } from "./readable.ts";
import type { RunFlags } from "./run_flags.ts";

/** The comparison table, or the summary as JSON, and where the rest is. */
export function printSummary(
  summary: RunSummary,
  { folder, flags, context }: {
    folder: string;
    flags: Pick<RunFlags, "json">;
    context: CommandContext;
  },
): void {
  const { terminal } = context;
  if (flags.json) {
    terminal.print([...summaryJson(summary)].join("").trimEnd());
    return;
  }
  const { width, colour } = terminal;
  terminal.print([...terminalTable(summary, { width, colour })].join("").trimEnd());
  terminal.note(`\n${readable(join(folder, RUN_FILES.html))}`);
}
