import { pairVideos } from "../analysis/comparison/pair_videos.ts";
import type { KnownNoise } from "../records/comparison.ts";
import type { ComparableRun } from "../records/comparable_run.ts";
import { noCommonVariant } from "../records/unknown_variant.ts";
import { readComparableRun } from "../runs/comparable_run.ts";
import type { RunContext } from "./run_context.ts";
import { type Evaluation, prepareEvaluation } from "./evaluation.ts";
import { reportRun } from "./interrupted_run.ts";
import { locateRun, readPlace } from "./find_run.ts";
import { FOLDERS } from "./folders.ts";
import { runEvaluation } from "./run_evaluation.ts";
import type { RunOptions } from "./run_options.ts";
import { runNoise } from "./run_noise.ts";

/** A run to be judged by gates. */
export interface CheckedRun {
  readonly run: ComparableRun;
  /** Noise floor of the run; `null`: not measured. */
  readonly noise: KnownNoise | null;
  /** Folder of a run that was just made, for its report; `null`: the run existed before. */
  readonly folder: string | null;
}

/** Reads the run that a user named. */
export function foundRun(name: string): CheckedRun {
  const place = locateRun(name, FOLDERS);
  const run = readPlace(place);
  return { run, noise: runNoise(place, run), folder: null };
}

/**
 * Prepares the evaluation of a run to be judged, and checks that the baseline can be compared with it.
 * @throws AssayError (exit code 3) when dataset and baseline have different videos, or no variant in common
 */
export async function prepareJudged(
  baseline: ComparableRun,
  { options, shared }: { readonly options: RunOptions; readonly shared: boolean },
): Promise<Evaluation> {
  const evaluation = await prepareEvaluation(options);
  requireComparable(baseline, evaluation, shared);
  return evaluation;
}

/**
 * Makes a run as `eval` does.
 * @returns `null` when the user interrupted it
 */
export async function makeRun(
  evaluation: Evaluation,
  options: RunOptions,
  context: RunContext,
): Promise<CheckedRun | null> {
  const { folder, interrupted } = await runEvaluation(evaluation, options, context);
  if (interrupted || await reportRun(folder, context) === null) return null;
  const run = readComparableRun(folder);
  return { run, noise: runNoise({ kind: "run", folder }, run), folder };
}

/** Checks before the run, which may take hours, that its result can be compared with the baseline. */
function requireComparable(
  baseline: ComparableRun,
  { dataset, plan }: Evaluation,
  shared: boolean,
): void {
  const { videos } = dataset;
  pairVideos(baseline, {
    ...baseline,
    name: dataset.name,
    filenames: videos.map(({ id }) => id),
    // Not hashed yet; `null` counts as equal.
    contentHashes: videos.map(() => null),
    labels: Int8Array.from(videos, ({ label }) => label === null ? -1 : label === "FAKE" ? 1 : 0),
    groups: videos.map(({ group }) => group),
    variants: [],
  }, { shared });
  const known = baseline.variants.map(({ name }) => name);
  if (plan.variants.some(({ variant }) => known.includes(variant.name))) return;
  throw noCommonVariant(`the baseline ${baseline.name}`, "the config");
}
