import { join } from "node:path";
import type { RunSummary } from "../../records/summary.ts";
import { summaryJson } from "../../reports/tables/summary_json.ts";
import { terminalTable } from "../../reports/terminal/terminal_table.ts";
import { RUN_FILES } from "../../runs/run_files.ts";
import type { CommandContext } from "../command.ts";
import { readable } from "./readable.ts";

/** Prints the comparison table and the report's path, or the summary as JSON. */
export function printSummary(
  summary: RunSummary,
  { folder, json, context }: {
    readonly folder: string;
    readonly json: boolean;
    readonly context: CommandContext;
  },
): void {
  const { terminal } = context;
  if (json) {
    terminal.print([...summaryJson(summary)].join("").trimEnd());
    return;
  }
  const { width, colour } = terminal;
  terminal.print([...terminalTable(summary, { width, colour })].join("").trimEnd(), {
    painted: colour,
  });
  terminal.note(`\n${readable(join(folder, RUN_FILES.html))}`);
}
