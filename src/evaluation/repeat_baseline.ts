import { existsSync } from "node:fs";
import { join } from "node:path";
import { counted } from "../base/text/counted.ts";
import { unlessAborted } from "../platform/host/interrupt.ts";
import type { RunManifest } from "../records/manifest.ts";
import { repeatFolder, repeatIsComplete } from "../runs/repeats.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import type { RunContext } from "./run_context.ts";
import { type Evaluation, prepareEvaluation } from "./evaluation.ts";
import { interruptedSentence } from "./interrupted_run.ts";
import { type FinishedRun, runEvaluation } from "./run_evaluation.ts";
import type { RepeatSettings, RunOptions } from "./run_options.ts";

/** Batch sizes that repeats on the CPU cycle through, without the run's own. */
const BATCH_SIZES = [1, 2, 4, 8];

/**
 * Runs the variant of `compareWith` again as often as the run's manifest says, into folders inside the run's own,
 * to measure the noise floor. Skips complete repeats and resumes an unfinished one. Does not use the stage cache,
 * which would hide the noise.
 * @returns whether the user interrupted it
 */
export async function repeatBaseline(
  run: FinishedRun,
  options: RunOptions,
  context: RunContext,
): Promise<boolean> {
  const { repeats = 0, compareWith } = run.manifest;
  for (let number = 1; number <= repeats; number++) {
    const folder = repeatFolder(run.folder, number);
    if (repeatIsComplete(folder)) continue;
    const settings = repeatSettings(run.manifest, number);
    context.terminal.note(
      `repeat ${number} of ${repeats} of ${compareWith}: ${settingsText(settings)}`,
    );
    const own = repeatOptions(options, { run: run.folder, folder, settings });
    const evaluation = await preparedRepeat(own, context.interrupt.signal);
    if (evaluation === null) {
      context.terminal.warn(interruptedSentence(run.folder, context));
      return true;
    }
    const none = { taken: null, warnings: [], dataWarnings: [], notes: [], labelNotes: [] };
    const quiet = { ...evaluation, ...none };
    const { interrupted } = await runEvaluation(quiet, own, { ...context, repeatOf: run.folder });
    if (interrupted) return true;
  }
  return false;
}

/** @returns `null` when the user stopped it */
async function preparedRepeat(
  options: RunOptions,
  signal: AbortSignal,
): Promise<Evaluation | null> {
  try {
    return await unlessAborted(signal, prepareEvaluation(options));
  } catch (error) {
    if (!signal.aborted) throw error;
    return null;
  }
}

/**
 * Chooses a repeat's settings: another batch size and number of threads, which would change nothing in exact
 * arithmetic. `null` on a GPU, whose results vary from run to run anyway.
 * @param number number of the repeat, from 1
 */
export function repeatSettings(
  { execution, variants, compareWith }: Pick<RunManifest, "execution" | "variants" | "compareWith">,
  number: number,
): RepeatSettings | null {
  if (execution.used !== "cpu") return null;
  const own = variants.find(({ name }) => name === compareWith)?.parameters.batchSize;
  const others = BATCH_SIZES.filter((size) => size !== own);
  const threads = execution.threadsPerSession;
  return {
    batchSize: others[(number - 1) % others.length]!,
    threads: number % 2 === 0 ? threads : threads === 1 ? 2 : 1,
  };
}

/** A repeat takes its settings from the run's manifest: config and dataset may have changed since. */
function repeatOptions(
  options: RunOptions,
  { run, folder, settings }: {
    readonly run: string;
    readonly folder: string;
    readonly settings: RepeatSettings | null;
  },
): RunOptions {
  const exists = existsSync(join(folder, RUN_FILES.manifest));
  return {
    ...options,
    onlyCompareWith: true,
    target: { kind: exists ? "resume" : "new", folder },
    source: { folder: run, config: null, datasets: [], root: null },
    repeat: settings,
    cache: false,
    repeats: null,
  };
}

function settingsText(settings: RepeatSettings | null): string {
  if (settings === null) return "same settings";
  const { batchSize, threads } = settings;
  return `batch size ${batchSize}, ${counted(threads, "thread")} per session`;
}
