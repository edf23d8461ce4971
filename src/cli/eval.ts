import type { Command } from "commander";
import { basename, join, relative } from "node:path";
import type { ExitCode } from "../domain/errors.ts";
import type { RunSummary } from "../domain/summary.ts";
import { summaryJson } from "../reporting/summary_json.ts";
import { terminalTable } from "../reporting/terminal_table.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import type { CommandContext } from "./cli.ts";
import { prepareEvaluation } from "./evaluation.ts";
import { repeatBaseline } from "./repeat_baseline.ts";
import { runEvaluation } from "./run_evaluation.ts";
import { addChoiceFlags, addRunFlags, type RunFlags } from "./run_flags.ts";
import { writeReports } from "./write_reports.ts";

export function define(command: Command, context: CommandContext): void {
  addRunFlags(addChoiceFlags(command))
    .option("--repeat-baseline <K>", "run the variant of compareWith K times more: the noise floor")
    .addHelpText(
      "after",
      `
Examples:
  deno task eval
  deno task eval --dataset ~/videos/dfdc --model b7 --limit 50
  deno task eval --set frames=8 --variant reference --variant fixed --out reports/quick
  deno task eval --repeat-baseline 2
  deno task eval --resume

Exit codes: 0 done; 2 wrong flags or config; 3 dataset or model missing, or no video could be scored;
4 a tool failed, try again; 130 interrupted, go on with --resume.`,
    )
    .action(async (flags: RunFlags) => context.finish(await evaluate(flags, context)));
}

async function evaluate(flags: RunFlags, context: CommandContext): Promise<ExitCode> {
  const evaluation = await prepareEvaluation(flags);
  const run = await runEvaluation(evaluation, flags, context);
  if (run.interrupted || await repeatBaseline(run, flags, context)) return 130;
  const summary = writeReports(run.folder);
  printSummary(summary, { folder: run.folder, flags, context });
  return exitCodeOf(summary, context);
}

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

/** A run is done when at least one video was scored. */
function exitCodeOf(summary: RunSummary, { terminal }: CommandContext): ExitCode {
  if (summary.variants.some(({ statuses }) => statuses.ok > 0)) return 0;
  terminal.warn(`no video could be scored; ${RUN_FILES.predictions} says why for each`);
  return 3;
}

/** A path as a person in this folder would write it. */
export function readable(path: string): string {
  const short = relative(Deno.cwd(), path);
  return short.startsWith("..") ? path : short || basename(path);
}
