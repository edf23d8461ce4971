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
import type { RunOptions } from "./run_options.ts";

/** Batch sizes that repeats on the CPU go through, apart from the run's own. */
const BATCH_SIZES = [1, 2, 4, 8];

/** How a repeat computes the same in another way. */
export interface RepeatSettings {
  readonly batchSize: number;
  readonly threads: number;
}

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
    const own = repeatOptions(options, { folder, settings });
    const evaluation = await preparedRepeat(own, context.interrupt.signal);
    if (evaluation === null) {
      context.terminal.warn(interruptedSentence(run.folder, context));
      return true;
    }
    const quiet = { ...evaluation, warnings: [], dataWarnings: [] };
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
    batchSize: others[(number - 1) % others.length]!,
    threads: number % 2 === 0 ? threads : threads === 1 ? 2 : 1,
  };
}

function repeatOptions(
  options: RunOptions,
  { folder, settings }: { folder: string; settings: RepeatSettings | null },
): RunOptions {
  const begun = existsSync(join(folder, RUN_FILES.manifest));
  const plain: RunOptions = {
    ...options,
    onlyCompareWith: true,
    target: { kind: begun ? "resume" : "new", folder },
    cache: false,
    repeats: null,
  };
  if (settings === null) return plain;
  const batchSize = { key: "batchSize", value: String(settings.batchSize) };
  const { overrides } = options;
  return {
    ...plain,
    threads: settings.threads,
    overrides: { ...overrides, set: [...overrides.set, batchSize] },
  };
}

function said(settings: RepeatSettings | null): string {
  if (settings === null) return "simply again";
  const { batchSize, threads } = settings;
  return `faces in batches of ${batchSize}, ${counted(threads, "thread")} per session`;
}
