import type { Command } from "commander";
import { resolve } from "node:path";
import type { CommandContext } from "./command.ts";
import { printSummary } from "./terminal/print_summary.ts";
import { addFlags, readFlags } from "./flags/command_flags.ts";
import { PRINT_FLAGS } from "./flags/flag_table.ts";
import { writeReports } from "../reports/write_reports.ts";

export function define(command: Command, context: CommandContext): void {
  addFlags(command.argument("<DIR>", "folder of a run"), PRINT_FLAGS)
    .addHelpText(
      "after",
      `
Tables and reports are computed from manifest.json and journal.jsonl. No video
is opened.

Example:
  deno task report reports/2026-03-01T09-30-00Z-7f3a`,
    )
    .action(async (folder: string) => {
      const path = resolve(folder);
      const { json } = readFlags(command, PRINT_FLAGS);
      printSummary(await writeReports(path, context.interrupt), { folder: path, json, context });
      context.finish(0);
    });
}
