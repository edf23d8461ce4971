import type { Command } from "commander";
import { join } from "node:path";
import { COMPARE_RUNS_DEFAULTS, compareRuns } from "../../analysis/comparison/compare_runs.ts";
import { judgeGates } from "../../analysis/gates/judge_gates.ts";
import { loadGates } from "../../config/load.ts";
import type { ComparableRun } from "../../records/comparable_run.ts";
import { type ExitCode, inputError, usageError } from "../../records/errors.ts";
import type { CheckResult, GateLimits } from "../../records/gate_verdict.ts";
import { nearestName } from "../../base/text/nearest_name.ts";
import { checkJson } from "../../reports/tables/check_json.ts";
import { checkText } from "../../reports/terminal/check_text.ts";
import { type Baseline, baselinePath, readBaseline } from "../../runs/baseline.ts";
import { RUN_FILES } from "../../runs/run_files.ts";
import { withoutPaths } from "../../runs/without_paths.ts";
import { acceptRun } from "./accept_run.ts";
import { tryCheckFiles, writeCheckFiles } from "./check_files.ts";
import {
  addCheckFlags,
  type CheckFlags,
  type CheckTask,
  checkTask,
} from "../../evaluation/check_flags.ts";
import { type CheckedRun, foundRun, madeRun } from "../../evaluation/checked_run.ts";
import type { CommandContext } from "../command.ts";
import { readable } from "../terminal/readable.ts";
import { readConfigText } from "../../evaluation/evaluation.ts";
import { findRun } from "../../evaluation/find_run.ts";
import { FOLDERS } from "../../evaluation/folders.ts";

export function define(command: Command, context: CommandContext): void {
  addCheckFlags(command)
    .addHelpText(
      "after",
      `
A baseline is an accepted run. check makes a run as eval does, or takes that of --run, and judges each
variant by the gates of the config: preprocessing, coverage, videos that moved, log loss, AUC, and time,
where baseline and run are of one machine and took nothing from the stage cache (--cache off).

Examples:
  deno task check --run reports/2026-03-01T09-30-00Z-7f3a --accept main --reason "first baseline"
  deno task check --baseline main
  deno task check --baseline main --run reports/2026-03-02T10-00-00Z-01be --junit out/check.xml

Exit codes: 0 all gates passed; 1 a gate failed; 2 wrong flags or config; 3 the baseline, run, dataset or
model is missing, changed or another's; 4 a tool failed, try again; 130 interrupted.`,
    )
    .action(async (flags: CheckFlags) => {
      const given = Object.keys(flags).filter((name) =>
        command.getOptionValueSource(name) === "cli"
      );
      context.finish(await check(checkTask(flags, given), flags, context));
    });
}

async function check(
  task: CheckTask,
  flags: CheckFlags,
  context: CommandContext,
): Promise<ExitCode> {
  if (task.kind === "accept") {
    const { run, ...acceptance } = task;
    acceptRun(findRun(run), { ...acceptance, isJson: flags.json === true }, context);
    return 0;
  }
  tryCheckFiles(flags);
  const { run, accepted } = readBaseline(baselinePath(FOLDERS.baselines, task.baseline));
  const baseline = { run: narrowed(run, flags.variant), accepted };
  const gates = await gatesOf(flags);
  const checked = task.run === null
    ? await madeRun(baseline.run, flags, context)
    : foundRun(task.run);
  if (checked === null) return 130;
  const result = judged(baseline, checked, { gates, flags });
  writeCheckFiles(result, flags, context.terminal);
  printResult(result, { flags, checked, context });
  return result.outcome === "pass" ? 0 : 1;
}

/** @throws AssayError (exit code 2) when the config is wrong or has no gate on */
async function gatesOf(flags: CheckFlags): Promise<GateLimits> {
  const { text, source } = await readConfigText(flags);
  const gates = loadGates(text, { source });
  if (Object.values(gates).some((gate) => gate !== null)) return gates;
  throw usageError("NO_GATE", {
    what: `${source} turns every gate off, so nothing can be judged`,
    remedy: "Leave a gate out of `gates` to have its default",
  });
}

function judged(
  { run: before, accepted }: Baseline,
  { run: after, noise }: CheckedRun,
  { gates, flags }: { readonly gates: GateLimits; readonly flags: CheckFlags },
): CheckResult {
  const comparison = compareRuns(
    before,
    narrowed({ ...after, manifest: withoutPaths(after.manifest) }, flags.variant),
    // The drift gate looks at every video that moved.
    { ...COMPARE_RUNS_DEFAULTS, noise, shared: flags.shared === true, mostMoved: Infinity },
  );
  const verdicts = judgeGates(comparison, gates);
  if (verdicts.every(({ outcome }) => outcome === "skipped")) {
    throw inputError("NOTHING_JUDGED", {
      what: `no gate could be judged: ${verdicts[0].measure}: ${verdicts[0].reason}`,
      remedy: "Turn more gates on in the config's `gates`",
    });
  }
  const outcome = verdicts.some((verdict) => verdict.outcome === "fail") ? "fail" : "pass";
  return { outcome, baseline: { name: before.name, ...accepted }, comparison, verdicts };
}

/**
 * A run with only the variants that are asked for; all when none is.
 * @throws AssayError VARIANT_UNKNOWN (exit code 2)
 */
function narrowed(run: ComparableRun, wanted: readonly string[]): ComparableRun {
  if (wanted.length === 0) return run;
  const known = run.variants.map(({ name }) => name);
  const stray = wanted.find((name) => !known.includes(name));
  if (stray !== undefined) {
    const nearest = nearestName(stray, known);
    throw usageError("VARIANT_UNKNOWN", {
      what: `${run.name} has no variant "${stray}"`,
      remedy: nearest ? `Did you mean "${nearest}"?` : `It has: ${known.join(", ")}`,
    });
  }
  return { ...run, variants: run.variants.filter(({ name }) => wanted.includes(name)) };
}

function printResult(
  result: CheckResult,
  { flags, checked, context: { terminal } }: {
    readonly flags: CheckFlags;
    readonly checked: CheckedRun;
    readonly context: CommandContext;
  },
): void {
  if (flags.json) {
    terminal.print([...checkJson(result)].join("").trimEnd());
    return;
  }
  const { width, colour } = terminal;
  terminal.print([...checkText(result, { width, colour })].join("").trimEnd());
  if (checked.folder !== null) terminal.note(`\n${readable(join(checked.folder, RUN_FILES.html))}`);
}
