import type { Command } from "commander";
import { loadLater } from "../platform/host/load_later.ts";
import type { ExitCode } from "../records/errors.ts";
import type { CommandContext } from "./command.ts";
import { addFlags, readFlags } from "./flags/command_flags.ts";
import type { FlagValues } from "./flags/flag.ts";
import { IMPORT_SCORES_FLAGS, PRINT_FLAGS } from "./flags/flag_table.ts";
import { importScoresTask } from "./flags/import_scores_flags.ts";
import { printSummary } from "./terminal/print_summary.ts";

const FLAGS = { ...IMPORT_SCORES_FLAGS, ...PRINT_FLAGS } as const;

export function define(command: Command, context: CommandContext): void {
  command.usage("SUBCOMMAND [options]").addHelpText(
    "after",
    `
Scores of temporal or audio models, of services or of your own PyTorch code
become a run, which report, compare and check take as they take Assay's own.

Example:
  deno task scores import scores.csv --dataset ~/videos/dfdc --name mine`,
  );
  const from = command.command("import")
    .argument("<FILE>", "CSV or Parquet with a score per video, frame or face")
    .description("make a run of a file of scores and a dataset");
  addFlags(from, FLAGS).addHelpText(
    "after",
    `
The columns are found by their usual names, such as filename and probability;
a submission.csv (filename,label) and Assay's own predictions.csv are read as
they are. What was taken for what is printed. Videos are matched as names in
labels are. Labels, groups, splits and tags come from the dataset; each video is
hashed, but not decoded. docs/scores.md says more.

Examples:
  deno task scores import scores.csv --dataset ~/videos/dfdc --name mine
  deno task scores import out.parquet --dataset demo --name api \\
    --column score=confidence --polarity real
  deno task compare reports/ours reports/mine --variant reference=mine

Exit codes: 0 done; 2 wrong flags, or the folder cannot be written; 3 the file
or the dataset is missing or broken, or they do not fit; 4 a tool failed.`,
  ).action(async (file: string) => {
    context.finish(await importFile(file, readFlags(from, FLAGS), context));
  });
}

async function importFile(
  file: string,
  flags: FlagValues<typeof FLAGS>,
  context: CommandContext,
): Promise<ExitCode> {
  const task = importScoresTask(file, flags);
  const { importScores } = await loadLater<
    typeof import("../evaluation/scores/import_scores.ts")
  >(new URL("../evaluation/scores/import_scores.ts", import.meta.url));
  const folder = await importScores(task, context);
  const { writeReports } = await loadLater<typeof import("../reports/write_reports.ts")>(
    new URL("../reports/write_reports.ts", import.meta.url),
  );
  printSummary(await writeReports(folder), { folder, json: flags.json, context });
  return 0;
}
