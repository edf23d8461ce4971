import type { Command } from "commander";
import type { ExitCode } from "../records/errors.ts";
import type { RunSummary } from "../records/summary.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import type { CommandContext } from "./command.ts";
import { addLayoutHelp, addParameterHelp } from "./flags/add_parameter_help.ts";
import { loadLater } from "../platform/host/load_later.ts";
import { addFlags } from "./flags/command_flags.ts";
import { readRunCall } from "./flags/run_call.ts";
import { EVAL_COMMAND_FLAGS, runOptions } from "./flags/run_flags.ts";
import type { RunOptions } from "../evaluation/run_options.ts";
import { startRun } from "../evaluation/start_run.ts";

export async function define(command: Command, context: CommandContext): Promise<void> {
  await addLayoutHelp(command, context);
  await addParameterHelp(command, context);
  addFlags(command, EVAL_COMMAND_FLAGS)
    .addHelpText(
      "after",
      `
Examples:
  deno task eval
  deno task eval --dataset ~/videos/dfdc --model b7 --limit 50
  deno task eval --set frames=8 --variant reference --out reports/quick
  deno task eval --repeat-baseline 2
  deno task eval --resume

Exit codes: 0 done; 2 wrong flags or config; 3 dataset or model missing, or no
video could be scored; 4 a tool failed, try again; 130 interrupted, continue
with --resume.`,
    )
    .action(async () => {
      const { flags, source } = await readRunCall(command, EVAL_COMMAND_FLAGS);
      context.finish(await evaluate(runOptions(flags, source), flags, context));
    });
}

async function evaluate(
  options: RunOptions,
  { json }: { readonly json: boolean },
  context: CommandContext,
): Promise<ExitCode> {
  const run = await startRun(options, context);
  const { repeatBaseline } = await loadLater<typeof import("../evaluation/repeat_baseline.ts")>(
    new URL("../evaluation/repeat_baseline.ts", import.meta.url),
  );
  if (run.interrupted || await repeatBaseline(run, options, context)) return 130;
  const { reportRun } = await loadLater<typeof import("../evaluation/interrupted_run.ts")>(
    new URL("../evaluation/interrupted_run.ts", import.meta.url),
  );
  const summary = await reportRun(run.folder, context);
  if (summary === null) return 130;
  const { printSummary } = await loadLater<typeof import("./terminal/print_summary.ts")>(
    new URL("./terminal/print_summary.ts", import.meta.url),
  );
  printSummary(summary, { folder: run.folder, json, context });
  return exitCodeOf(summary, context);
}

/** @returns 0 when at least one video was scored, else 3 */
function exitCodeOf(summary: RunSummary, { terminal }: CommandContext): ExitCode {
  if (summary.variants.some(({ statuses }) => statuses.ok > 0)) return 0;
  terminal.warn(`no video could be scored; ${RUN_FILES.predictions} has the error of each`);
  return 3;
}
