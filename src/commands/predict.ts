import type { Command } from "commander";
import { basename, join } from "node:path";
import { frameWarnings } from "../analysis/summary/frame_warnings.ts";
import type { ExitCode } from "../records/errors.ts";
import {
  formulaNames,
  submissionCsv,
  type SubmissionRow,
} from "../reports/tables/submission_csv.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import type { RunSummary } from "../records/summary.ts";
import { readRun } from "../runs/read_run.ts";
import type { CommandContext } from "./command.ts";
import { systemClock } from "../platform/host/clock.ts";
import { addParameterHelp } from "./flags/add_parameter_help.ts";
import { readable } from "./terminal/readable.ts";
import { addFlags } from "./flags/command_flags.ts";
import { readRunCall } from "./flags/run_call.ts";
import { PREDICT_COMMAND_FLAGS, predictOptions } from "./flags/run_flags.ts";
import { reportRun } from "../evaluation/interrupted_run.ts";
import type { RunOptions } from "../evaluation/run_options.ts";
import { startRun } from "../evaluation/start_run.ts";

export async function define(command: Command, context: CommandContext): Promise<void> {
  await addParameterHelp(command, context);
  command.argument("[DIR]", "folder of videos; labels are not needed");
  addFlags(command, PREDICT_COMMAND_FLAGS)
    .addHelpText(
      "after",
      `
Writes submission.csv (filename,label) into the run folder: one row per video,
sorted by name; label is P(fake). A video that could not be scored gets 0.5 and
a warning. Runs the variant of compareWith, unless --variant names another.

Examples:
  deno task predict ~/videos/test
  deno task predict ~/videos/test --variant fixed --out reports/submission
  deno task predict --resume reports/submission`,
    )
    .action(async (folder: string | null = null) => {
      const group = PREDICT_COMMAND_FLAGS;
      const { flags, source } = await readRunCall(command, { group, folder });
      context.finish(await predict(predictOptions(folder, flags, source), flags, context));
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
  const summary = await reportRun(run.folder, context);
  if (summary === null) return 130;
  const rows = submissionRows(run.folder, terminal);
  const path = join(run.folder, "submission.csv");
  writeAtomically(path, submissionCsv(rows));
  const seconds = (systemClock.now() - start) / 1000;
  for (const warning of containerWarnings(run.folder)) terminal.warn(warning);
  for (const warning of scoreSentences(summary)) terminal.warn(warning);
  warnOfEqualNames(rows, terminal);
  warnOfFormulas(rows, terminal);
  terminal.print(json ? asJson(rows, { run: run.folder, path, seconds }) : readable(path));
  terminal.note(`Elapsed: ${seconds.toFixed(1)} s`);
  return rows.some(({ scored }) => scored) ? 0 : 3;
}

/** Warns of videos that their metadata rotate or whose frame count is wrong, one sentence each. */
function containerWarnings(folder: string): readonly string[] {
  const { manifest, journal } = readRun(folder);
  try {
    const videos = journal.filenames().flatMap((name) => {
      const { metadata } = journal.read(name);
      return metadata ? [{ name, ...metadata }] : [];
    });
    return frameWarnings(videos, manifest.variants).map(({ sentence }) => sentence);
  } finally {
    journal.close();
  }
}

/** Warnings about implausible scores, as in the reports. */
function scoreSentences({ dataWarnings }: RunSummary): readonly string[] {
  return dataWarnings
    .filter(({ kind }) => kind === "constant_scores" || kind === "saturated_scores")
    .map(({ sentence }) => sentence);
}

function asJson(
  videos: readonly SubmissionRow[],
  { run, path, seconds }: { readonly run: string; readonly path: string; readonly seconds: number },
): string {
  return JSON.stringify({ run, submission: path, elapsedSeconds: seconds, videos }, null, 2);
}

/** Warns of file names that occur in several folders: a submission has names without folders. */
function warnOfEqualNames(rows: readonly SubmissionRow[], terminal: CommandContext["terminal"]) {
  const names = Map.groupBy(rows, ({ filename }) => basename(filename));
  for (const [name, { length }] of names) {
    if (length === 1) continue;
    const text = `${
      JSON.stringify(name)
    } is in submission.csv ${length} times, as ${length} folders`;
    terminal.warn(`${text} have a video of that name; predictions.csv has the paths`);
  }
}

/** Warns of names that a spreadsheet would run as formulas: submission.csv has names unchanged. */
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

/** Makes one row per video of the run. Warns of videos that could not be scored. */
function submissionRows(
  folder: string,
  terminal: CommandContext["terminal"],
): (SubmissionRow & { readonly scored: boolean })[] {
  const { journal } = readRun(folder);
  try {
    return journal.filenames().map((filename) => {
      const { filename: id, variants: [verdict] } = journal.read(filename);
      if (!verdict) throw new RangeError("a record without a verdict");
      if (verdict.fallback !== null) {
        const why = verdict.error ?? verdict.fallback.replaceAll("_", " ");
        terminal.warn(`${JSON.stringify(id)} could not be scored; 0.5 is used: ${why}`);
      }
      return { filename: id, label: verdict.probability, scored: verdict.status === "ok" };
    });
  } finally {
    journal.close();
  }
}
