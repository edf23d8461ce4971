import type { Command } from "commander";
import { join } from "node:path";
import { COMPARE_RUNS_DEFAULTS, compareRuns } from "../../analysis/comparison/compare_runs.ts";
import { judgeAnchors } from "../../analysis/gates/anchor_gate.ts";
import { judgeDataset } from "../../analysis/gates/dataset_gate.ts";
import { judgeGates } from "../../analysis/gates/judge_gates.ts";
import { loadGates } from "../../config/load.ts";
import { forcedSettings } from "../../config/overrides.ts";
import { nearestName } from "../../base/text/nearest_name.ts";
import type { ComparableRun } from "../../records/comparable_run.ts";
import { type ExitCode, inputError, usageError } from "../../records/errors.ts";
import type { CheckResult, GateLimits } from "../../records/gate_verdict.ts";
import { unknownVariant } from "../../records/unknown_variant.ts";
import { checkJson } from "../../reports/tables/check_json.ts";
import { checkText } from "../../reports/terminal/check_text.ts";
import type { Baseline } from "../../runs/baseline.ts";
import { unlessAborted } from "../../platform/host/interrupt.ts";
import { RUN_FILES } from "../../runs/run_files.ts";
import { withoutPaths } from "../../runs/without_paths.ts";
import { acceptRun } from "./accept_run.ts";
import { tryCheckFiles, writeCheckFiles } from "./check_files.ts";
import { type CheckedRun, foundRun, makeRun, prepareJudged } from "../../evaluation/checked_run.ts";
import { readStartedRun, recordedConfig } from "../../evaluation/started_run.ts";
import type { CommandContext } from "../command.ts";
import { CHECK_COMMAND_FLAGS, type CheckTask, checkTask } from "../flags/check_flags.ts";
import { addFlags } from "../flags/command_flags.ts";
import { readRunCall } from "../flags/run_call.ts";
import { readable } from "../terminal/readable.ts";
import { readConfigText } from "../../evaluation/evaluation.ts";
import { largerNoise, runNoise } from "../../evaluation/run_noise.ts";
import type { RunOptions } from "../../evaluation/run_options.ts";
import { findBaseline, locateRun, readPlace } from "../../evaluation/find_run.ts";
import { FOLDERS } from "../../evaluation/folders.ts";

export function define(command: Command, context: CommandContext): void {
  addFlags(command, CHECK_COMMAND_FLAGS)
    .addHelpText(
      "after",
      `
A baseline is an accepted run. check makes a new run as eval does, or takes the
one of --run, and judges each variant by the gates of the evaluation file:
stages, coverage, videos whose score changed, log loss, AUC and time. For a
change that is meant to alter scores, "rule": "notWorse" of logLoss and auc asks
the data to prove that it is not worse by the limit.
gates.slices judges the same for each slice, such as each manipulation method.
gates.anchor judges what changed since the first baseline of the name.
Time is judged only if baseline and run come from the same machine and neither
used the stage cache (--cache off).

Examples:
  deno task check --run reports/before --accept main --reason "first baseline"
  deno task check --baseline main
  deno task check --baseline main --run reports/after --junit out/check.xml

Exit codes: 0 all gates passed; 1 a gate failed; 2 wrong flags or config; 3 the
baseline, run, dataset or model is missing, changed or does not match; 4 a tool
failed, try again; 130 interrupted.`,
    )
    .action(async () => {
      const task = checkTask(await readRunCall(command, CHECK_COMMAND_FLAGS));
      context.finish(await check(task, context));
    });
}

/** The run that a user named, with its folder; `null`: it is a baseline's file. */
function acceptable(name: string): CheckedRun {
  const place = locateRun(name, FOLDERS);
  const run = readPlace(place);
  const folder = place.kind === "run" ? place.folder : null;
  return { run, noise: runNoise(place, run), folder };
}

type JudgeTask = Extract<CheckTask, { readonly kind: "judge" }>;

async function check(task: CheckTask, context: CommandContext): Promise<ExitCode> {
  if (task.kind === "judge") return await judge(task, context);
  const { run: place, name, reason, force, resetAnchor, json } = task;
  const { run, noise, folder } = acceptable(place);
  acceptRun(
    run,
    { name, reason, noise, resetAnchor, folder: force ? null : folder, isJson: json },
    context,
  );
  return 0;
}

async function judge(task: JudgeTask, context: CommandContext): Promise<ExitCode> {
  forcedSettings(task.options.overrides); // a wrong parameter of --set is reported before any file is read
  const found = findBaseline(task.baseline);
  const baseline = { ...found, run: narrowed(found.run, task.options.overrides.variants) };
  const gates = await gatesOf(task.options);
  const checked = await runToJudge(baseline.run, task, context);
  if (checked === null) return 130;
  const result = judged(baseline, checked, { gates, task });
  writeCheckFiles(result, task.files, context.terminal);
  printResult(result, { json: task.json, checked, context });
  return result.outcome === "pass" ? 0 : 1;
}

/** Reads the run of `--run`, or makes a new one. @returns `null` when the user interrupted it */
async function runToJudge(
  baseline: ComparableRun,
  task: JudgeTask,
  context: CommandContext,
): Promise<CheckedRun | null> {
  if (task.run !== null) {
    context.interrupt.dispose(); // only reads from here on: Ctrl-C may end it at any point
    const found = foundRun(task.run);
    tryCheckFiles(task.files);
    return found;
  }
  const evaluation = await unlessAborted(
    context.interrupt.signal,
    prepareJudged(baseline, task, context),
  );
  tryCheckFiles(task.files);
  return await makeRun(evaluation, task.options, context);
}

/** Reads the gates. @throws AssayError (exit code 2) when the config is wrong or turns every gate off */
async function gatesOf(options: RunOptions): Promise<GateLimits> {
  if (options.source !== null) return recordedConfig(readStartedRun(options.source.folder)).gates;
  const { text, source } = await readConfigText(options);
  const gates = loadGates(text, { source });
  if (Object.values(gates).some((gate) => gate !== null)) return gates;
  throw usageError("NO_GATE", {
    what: `${source} turns every gate off`,
    remedy: "Remove a gate from `gates` to use its default, or give it limits",
  });
}

function judged(
  { run: before, accepted, anchors, noise: known }: Baseline,
  checked: CheckedRun,
  { gates, task }: { readonly gates: GateLimits; readonly task: JudgeTask },
): CheckResult {
  requireTags(gates.slices?.tags ?? [], [before, checked.run]);
  const after = narrowed(
    { ...checked.run, manifest: withoutPaths(checked.run.manifest) },
    task.options.overrides.variants,
  );
  const noise = largerNoise(known, checked.noise);
  const comparison = compareRuns(
    before,
    after,
    // The drift gate needs every video whose score changed.
    {
      ...{ ...COMPARE_RUNS_DEFAULTS, noise, shared: task.shared },
      ...{ mostMoved: Infinity, mostMovedInSlices: Infinity },
      slices: gates.slices === undefined ? [] : gates.slices.tags,
    },
  );
  const anchored = { baseline: before.name, anchors, limits: gates.anchor ?? null, noise };
  const verdicts = [
    ...judgeDataset(comparison),
    ...judgeGates(comparison, gates),
    ...judgeAnchors(after, anchored),
  ];
  if (verdicts.every(({ outcome }) => outcome === "skipped")) {
    const { measure, reason } = verdicts[0]!; // every variant has verdicts
    throw inputError("NOTHING_JUDGED", {
      what: `no gate could be judged: ${measure}: ${reason}`,
      remedy: "Turn on more gates under `gates` in the config",
    });
  }
  const outcome = verdicts.some((verdict) => verdict.outcome === "fail") ? "fail" : "pass";
  return { outcome, baseline: { name: before.name, ...accepted }, comparison, verdicts };
}

/**
 * Refuses slices by a tag that no video has: nothing would be judged, and nothing would fail.
 * @throws AssayError TAG_UNKNOWN (exit code 2)
 */
function requireTags(wanted: readonly string[], runs: readonly ComparableRun[]): void {
  const known = [...new Set(runs.flatMap(({ tags }) => [...tags.keys()]))];
  const stray = wanted.find((name) => !known.includes(name));
  if (stray === undefined) return;
  const nearest = nearestName(stray, known);
  throw usageError("TAG_UNKNOWN", {
    what: `gates.slices names the tag ${JSON.stringify(stray)}, which no video has`,
    remedy: `${
      nearest === undefined ? `The tags are ${known.join(", ")}.` : `Did you mean "${nearest}"?`
    } A run made for this check can be judged again with --run`,
  });
}

/**
 * Keeps only the variants in `wanted`; all when it is empty.
 * @throws AssayError VARIANT_UNKNOWN (exit code 2)
 */
function narrowed(run: ComparableRun, wanted: readonly string[]): ComparableRun {
  if (wanted.length === 0) return run;
  const known = run.variants.map(({ name }) => name);
  const stray = wanted.find((name) => !known.includes(name));
  if (stray !== undefined) {
    throw unknownVariant(stray, { known, where: run.name, by: "--variant" });
  }
  return { ...run, variants: run.variants.filter(({ name }) => wanted.includes(name)) };
}

function printResult(
  result: CheckResult,
  { json, checked, context: { terminal } }: {
    readonly json: boolean;
    readonly checked: CheckedRun;
    readonly context: CommandContext;
  },
): void {
  if (json) {
    terminal.print([...checkJson(result)].join("").trimEnd());
    return;
  }
  const { width, colour } = terminal;
  terminal.print([...checkText(result, { width, colour })].join("").trimEnd(), { painted: colour });
  if (checked.folder !== null) terminal.note(`\n${readable(join(checked.folder, RUN_FILES.html))}`);
}
