import type { Command } from "commander";
import { basename, join } from "node:path";
import type { ExitCode } from "../records/errors.ts";
import {
  formulaNames,
  submissionCsv,
  type SubmissionRow,
} from "../reports/tables/submission_csv.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import { readJournal } from "../runs/journal.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import type { CommandContext } from "./command.ts";
import { systemClock } from "../platform/host/clock.ts";
import { addParameterHelp } from "./flags/add_parameter_help.ts";
import { loadLater } from "../platform/host/load_later.ts";
import { readable } from "./terminal/readable.ts";
import { addFlags, readFlags } from "./flags/command_flags.ts";
import { PREDICT_COMMAND_FLAGS, predictOptions } from "./flags/run_flags.ts";
import type { RunOptions } from "../evaluation/run_options.ts";
import { startRun } from "../evaluation/start_run.ts";

export async function define(command: Command, context: CommandContext): Promise<void> {
  await addParameterHelp(command, context);
  command.argument("<DIR>", "a folder of videos; labels are not needed");
  addFlags(command, PREDICT_COMMAND_FLAGS)
    .addHelpText(
      "after",
      `
Writes submission.csv (filename,label) into the run folder: one row for each video, sorted; label is P(fake).
A video that cannot be scored gets 0.5 and a warning. The variant is that of compareWith, unless --variant
names another.

Examples:
  deno task predict ~/videos/test
  deno task predict ~/videos/test --variant fixed --set frames=16 --out reports/submission`,
    )
    .action(async (folder: string) => {
      const flags = readFlags(command, PREDICT_COMMAND_FLAGS);
      context.finish(await predict(predictOptions(folder, flags), flags, context));
    });
}

async function predict(
  options: RunOptions,
  { json }: { readonly json: boolean },
  context: CommandContext,
): Promise<ExitCode> {
  const start = systemClock.now();
  const { terminal } = context;
  const run = await startRun(options, context);
  if (run.interrupted) return 130;
  // What only reports need is not loaded before the first video.
  const { writeReports } = await loadLater<typeof import("../reports/write_reports.ts")>(
    new URL("../reports/write_reports.ts", import.meta.url),
  );
  await writeReports(run.folder);
  const rows = submissionRows(run.folder, terminal);
  const path = join(run.folder, "submission.csv");
  writeAtomically(path, submissionCsv(rows));
  const seconds = (systemClock.now() - start) / 1000;
  warnOfEqualNames(rows, terminal);
  warnOfFormulas(rows, terminal);
  terminal.print(json ? asJson(rows, { run: run.folder, path, seconds }) : readable(path));
  terminal.note(`Elapsed: ${seconds.toFixed(1)} s`);
  return rows.some(({ scored }) => scored) ? 0 : 3;
}

function asJson(
  videos: readonly SubmissionRow[],
  { run, path, seconds }: { readonly run: string; readonly path: string; readonly seconds: number },
): string {
  return JSON.stringify({ run, submission: path, elapsedSeconds: seconds, videos }, null, 2);
}

/** A submission has names without folders: a reader cannot tell two equal ones apart. */
function warnOfEqualNames(rows: readonly SubmissionRow[], terminal: CommandContext["terminal"]) {
  const names = Map.groupBy(rows, ({ filename }) => basename(filename));
  for (const [name, { length }] of names) {
    if (length === 1) continue;
    const text = `${
      JSON.stringify(name)
    } is in submission.csv ${length} times, once for each folder `;
    terminal.warn(`${text}that has one; predictions.csv has their paths`);
  }
}

/** A submission has names as they are, so it can hold what a spreadsheet would run. */
function warnOfFormulas(rows: readonly SubmissionRow[], terminal: CommandContext["terminal"]) {
  const [first, ...others] = formulaNames(rows);
  if (first === undefined) return;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  terminal.warn(
    `${
      JSON.stringify(first)
    }${more} looks like a formula: open predictions.csv in a spreadsheet, ` +
      "where names are escaped, not submission.csv",
  );
}

/** One row for each video of the run; those that could not be scored are warned of. */
function submissionRows(
  folder: string,
  terminal: CommandContext["terminal"],
): (SubmissionRow & { readonly scored: boolean })[] {
  const journal = readJournal(join(folder, RUN_FILES.journal));
  try {
    return journal.filenames().map((filename) => {
      const { filename: id, variants: [verdict] } = journal.read(filename);
      if (!verdict) throw new RangeError("a record without a verdict");
      if (verdict.fallback !== null) {
        const why = verdict.error ?? verdict.fallback.replaceAll("_", " ");
        terminal.warn(`${JSON.stringify(id)} is put at 0.5: ${why}`);
      }
      return { filename: id, label: verdict.probability, scored: verdict.status === "ok" };
    });
  } finally {
    journal.close();
  }
}
