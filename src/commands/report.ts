import type { Command } from "commander";
import { resolve } from "node:path";
import type { CommandContext } from "./command.ts";
import { printSummary } from "./terminal/print_summary.ts";
import { addSpeechFlags, type RunFlags } from "../evaluation/run_flags.ts";
import { writeReports } from "../reports/write_reports.ts";

export function define(command: Command, context: CommandContext): void {
  addSpeechFlags(command.argument("<DIR>", "the folder of a run, as eval printed it"))
    .addHelpText(
      "after",
      `
Everything is made again from manifest.json and journal.jsonl; no video is opened.

Example:
  deno task report reports/2026-03-01T09-30-00Z-7f3a`,
    )
    .action(async (folder: string, flags: RunFlags) => {
      const path = resolve(folder);
      printSummary(await writeReports(path), { folder: path, flags, context });
      context.finish(0);
    });
}
