import { existsSync } from "node:fs";
import { join } from "node:path";
import { counted } from "../base/text/counted.ts";
import type { RunManifest } from "../records/manifest.ts";
import { repeatFolder, repeatIsComplete } from "../runs/repeats.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import type { RunContext } from "./run_context.ts";
import { prepareEvaluation } from "./evaluation.ts";
import { type FinishedRun, runEvaluation } from "./run_evaluation.ts";
import type { RepeatSettings, RunOptions } from "./run_options.ts";

/** Batch sizes that repeats on the CPU go through, apart from the run's own. */
const BATCH_SIZES = [1, 2, 4, 8];

/**
 * Runs the variant of `compareWith` again, as often as the run's manifest asks for, into folders inside the
 * run's own: what still moves is noise. Repeats that are complete stay, one that was begun is gone on with.
 * The stage cache is not used, because what is looked up cannot move.
 * @returns whether the user stopped it
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
    context.terminal.note(`repeat ${number} of ${repeats} of ${compareWith}: ${said(settings)}`);
    const own = repeatOptions(options, { run: run.folder, folder, settings });
    const evaluation = await prepareEvaluation(own);
    const quiet = { ...evaluation, warnings: [], dataWarnings: [] };
    const { interrupted } = await runEvaluation(quiet, own, { ...context, repeatOf: run.folder });
    if (interrupted) return true;
  }
  return false;
}

/**
 * Faces in other batches and sums over other threads, which are the same in exact arithmetic. `null` on a GPU:
 * there the same work comes out differently by itself.
 * @param number of the repeat, from 1
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
    batchSize: others[(number - 1) % others.length],
    threads: number % 2 === 0 ? threads : threads === 1 ? 2 : 1,
  };
}

/** What a repeat evaluates is in its run's manifest: config and dataset may have moved on since. */
function repeatOptions(
  options: RunOptions,
  { run, folder, settings }: {
    readonly run: string;
    readonly folder: string;
    readonly settings: RepeatSettings | null;
  },
): RunOptions {
  const begun = existsSync(join(folder, RUN_FILES.manifest));
  return {
    ...options,
    onlyCompareWith: true,
    target: { kind: begun ? "resume" : "new", folder },
    source: { folder: run, config: null, dataset: null },
    repeat: settings,
    cache: false,
    repeats: null,
  };
}

function said(settings: RepeatSettings | null): string {
  if (settings === null) return "simply again";
  const { batchSize, threads } = settings;
  return `faces in batches of ${batchSize}, ${counted(threads, "thread")} per session`;
}
