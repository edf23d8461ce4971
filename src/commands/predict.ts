import { counted } from "../base/text/counted.ts";
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
import type { RunManifest } from "../records/manifest.ts";
import type { RunSummary } from "../records/summary.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import { decisionsCsv } from "../reports/tables/decisions_csv.ts";
import { videoPrediction } from "../reports/tables/prediction_json.ts";
import { type Failure, failureLines } from "../reports/sections/failure_lines.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import { readRun } from "../runs/read_run.ts";
import type { CommandContext } from "./command.ts";
import { systemClock } from "../platform/host/clock.ts";
import { addParameterHelp } from "./flags/add_parameter_help.ts";
import { readable } from "./terminal/readable.ts";
import { pointText } from "./terminal/point_text.ts";
import { addFlags } from "./flags/command_flags.ts";
import { readRunCall } from "./flags/run_call.ts";
import { PREDICT_COMMAND_FLAGS, predictOptions } from "./flags/run_flags.ts";
import { reportRun } from "../evaluation/interrupted_run.ts";
import type { RunOptions } from "../evaluation/run_options.ts";
import { decisionOn, pointFacts } from "../evaluation/decision_on.ts";
import type { RunPoint } from "../evaluation/run_point.ts";
import { loadLater } from "../platform/host/load_later.ts";
import { startRun } from "../evaluation/start_run.ts";

export async function define(command: Command, context: CommandContext): Promise<void> {
  await addParameterHelp(command, context);
  command.argument("[PLACE...]", "videos, folders or archives of videos; labels are not needed");
  addFlags(command, PREDICT_COMMAND_FLAGS)
    .addHelpText(
      "after",
      `
Writes submission.csv (filename,label) into the run folder: one row per video,
sorted by name; label is P(fake). A video that could not be scored gets 0.5;
each kind of failure gets a warning, and predictions.csv has the error of every
video. --json prints each video's score with those of its frames and faces and
their times in seconds. Runs the variant of compareWith, unless --variant names
another.

--operating-point takes threshold and temperature from a run over labelled
videos whose config has operatingPoint (docs/operating-points.md): P(fake) in
submission.csv has the temperature then, and decisions.csv has each video's
decision. The run must have the same variant, models and settings.

Examples:
  deno task predict ~/videos/test
  deno task predict a.mp4 b.mov --json
  deno task predict ~/videos/test --variant fixed --out reports/submission
  deno task predict ~/videos/new --operating-point reports/validation
  deno task predict --resume reports/submission`,
    )
    .action(async (places: readonly string[]) => {
      const { flags, source } = await readRunCall(command, PREDICT_COMMAND_FLAGS);
      context.finish(await predict(predictOptions(places, flags, source), flags, context));
    });
}

async function predict(
  options: RunOptions,
  { json, operatingPoint }: { readonly json: boolean; readonly operatingPoint: string | null },
  context: CommandContext,
): Promise<ExitCode> {
  const start = systemClock.now();
  const { terminal } = context;
  const points = operatingPoint === null ? null : await readPoints(operatingPoint);
  const run = await startRun(options, {
    ...context,
    accept: ({ plan }) => points?.require(plan), // before the first video
  });
  if (run.interrupted) return 130;
  const point = points?.pointFor(run.manifest) ?? null;
  const summary = await reportRun(run.folder, context);
  if (summary === null) return 130;
  const { rows, failures, scored } = readResults(run.folder);
  const path = join(run.folder, "submission.csv");
  writeAtomically(path, submissionCsv(submittedRows(rows, point)));
  if (point !== null) writeDecisions(run.folder, { rows, point });
  const seconds = (systemClock.now() - start) / 1000;
  warnOfFailures(failures, terminal);
  for (const warning of containerWarnings(run.folder)) terminal.warn(warning);
  for (const warning of scoreSentences(summary)) terminal.warn(warning);
  warnOfEqualNames(rows, terminal);
  warnOfFormulas(rows, terminal);
  if (json) printJson({ run: run.folder, path, seconds, point }, terminal);
  else terminal.print(readable(path));
  if (!json && point !== null) terminal.print(pointText(point));
  terminal.note(`Elapsed: ${seconds.toFixed(1)} s`);
  return scored > 0 ? 0 : 3;
}

/** Reads the run of an operating point. */
async function readPoints(name: string) {
  const { pointFor, pointForPlan, readRunWithPoints } = await loadLater<
    typeof import("../evaluation/run_point.ts")
  >(new URL("../evaluation/run_point.ts", import.meta.url));
  const run = readRunWithPoints(name);
  return {
    pointFor: (now: RunManifest) => pointFor(run, now),
    require: (plan: Plan) => void pointForPlan(run, plan),
  };
}

/** Rows of the submission, with the temperature of an operating point. */
function submittedRows(
  rows: readonly PredictedRow[],
  point: RunPoint | null,
): readonly SubmissionRow[] {
  if (point === null) return rows;
  return rows.map(({ filename, label, scored }) => ({
    filename,
    label: decisionOn({ probability: label, scored }, point).calibrated ?? label,
  }));
}

function writeDecisions(
  folder: string,
  { rows, point }: { readonly rows: readonly PredictedRow[]; readonly point: RunPoint },
): void {
  const decisions = rows.map(({ filename, label: probability, scored }) => ({
    ...{ filename, probability, scored },
    ...decisionOn({ probability, scored }, point),
  }));
  writeAtomically(join(folder, "decisions.csv"), decisionsCsv(decisions));
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

/** Prints the result as one JSON object, a line for each video, since all of them may not fit into memory. */
function printJson(
  { run, path, seconds, point }: {
    readonly run: string;
    readonly path: string;
    readonly seconds: number;
    readonly point: RunPoint | null;
  },
  terminal: CommandContext["terminal"],
): void {
  const applied = point && { operatingPoint: pointFacts(point) };
  const head = JSON.stringify({ run, submission: path, elapsedSeconds: seconds, ...applied });
  const decide = point && ((scores: Scores) => decisionOn(scores, point));
  terminal.print(`${head.slice(0, -1)},"videos":[`);
  const { journal } = readRun(run);
  try {
    const names = journal.filenames();
    names.forEach((name, i) => {
      const comma = i < names.length - 1 ? "," : "";
      terminal.print(`${JSON.stringify(videoPrediction(journal.read(name), decide))}${comma}`);
    });
  } finally {
    journal.close();
  }
  terminal.print("]}");
}

function warnOfFailures(failures: readonly Failure[], terminal: CommandContext["terminal"]): void {
  for (const line of failureLines(failures)) terminal.warn(line);
  if (failures.length > 1) terminal.note(`${RUN_FILES.predictions} has the error of each video`);
}

/** Warnings about implausible scores, as in the reports. */
function scoreSentences({ dataWarnings }: RunSummary): readonly string[] {
  return dataWarnings
    .filter(({ kind }) => kind === "constant_scores" || kind === "saturated_scores")
    .map(({ sentence }) => sentence);
}

/** Warns of file names that occur in several folders: a submission has names without folders. */
function warnOfEqualNames(rows: readonly SubmissionRow[], terminal: CommandContext["terminal"]) {
  const names = Map.groupBy(rows, ({ filename }) => basename(filename));
  const [first, ...others] = [...names].filter(([, { length }]) => length > 1);
  if (first === undefined) return;
  const [name, { length }] = first;
  const more = others.length === 0 ? "" : `, and ${counted(others.length, "other name")} likewise`;
  terminal.warn(
    `${JSON.stringify(name)} is in submission.csv ${length} times, as ${length} folders have a ` +
      `video of that name${more}; predictions.csv has the paths`,
  );
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

type Scores = Parameters<typeof decisionOn>[0];

interface PredictedRow extends SubmissionRow {
  readonly scored: boolean;
}

interface Results {
  readonly rows: readonly PredictedRow[];
  readonly failures: readonly Failure[];
  /** Number of videos that were scored. */
  readonly scored: number;
}

/** Reads the run's videos: a row for each, and those for which 0.5 is used. */
function readResults(folder: string): Results {
  const { journal } = readRun(folder);
  try {
    const rows: PredictedRow[] = [], failures: Failure[] = [];
    let scored = 0;
    for (const name of journal.filenames()) {
      const { filename, variants: [verdict] } = journal.read(name);
      if (!verdict) throw new RangeError("a record without a verdict");
      const { probability, status, fallback, error } = verdict;
      rows.push({ filename, label: probability, scored: status === "ok" });
      if (status === "ok") scored += 1;
      if (fallback !== null) failures.push({ filename, fallback, error });
    }
    return { rows, failures, scored };
  } finally {
    journal.close();
  }
}
