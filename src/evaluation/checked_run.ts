import { pairVideos } from "../analysis/comparison/pair_videos.ts";
import type { KnownNoise } from "../records/comparison.ts";
import type { ComparableRun } from "../records/comparable_run.ts";
import { noCommonVariant } from "../records/unknown_variant.ts";
import { readComparableRun } from "../runs/comparable_run.ts";
import type { RunContext } from "./run_context.ts";
import { type Evaluation, prepareEvaluation } from "./evaluation.ts";
import { hashVideos } from "./hash_videos.ts";
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
 * Prepares the evaluation of a run to be judged, and checks that the baseline can be compared with it: first names and
 * labels, then the contents of the videos that the baseline knows, so that nothing is found out after hours.
 * @throws AssayError (exit code 3) when dataset and baseline have different videos, or no variant in common
 */
export async function prepareJudged(
  baseline: ComparableRun,
  { options, shared }: { readonly options: RunOptions; readonly shared: boolean },
  { terminal, interrupt: { signal } }: Pick<RunContext, "terminal" | "interrupt">,
): Promise<Evaluation> {
  const evaluation = await prepareEvaluation(options);
  const { videos } = evaluation.dataset;
  const paired = (contentHashes: readonly (string | null)[]) =>
    pairVideos(baseline, datasetRun(baseline, evaluation, contentHashes), { shared });
  paired(videos.map(() => null)); // not hashed yet; `null` counts as equal
  requireCommonVariant(baseline, evaluation);
  const known = new Set(
    baseline.filenames.filter((_, row) => baseline.contentHashes[row] !== null),
  );
  const wanted = (place: number) => known.has(videos[place]!.id);
  paired(await hashVideos(videos, { wanted, terminal, signal }));
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

/** The dataset of an evaluation as a run that has scored nothing yet. */
function datasetRun(
  baseline: ComparableRun,
  { dataset: { name, videos } }: Evaluation,
  contentHashes: readonly (string | null)[],
): ComparableRun {
  return {
    ...baseline,
    name,
    filenames: videos.map(({ id }) => id),
    contentHashes,
    labels: Int8Array.from(videos, ({ label }) => label === null ? -1 : label === "FAKE" ? 1 : 0),
    groups: videos.map(({ group }) => group),
    variants: [],
  };
}

function requireCommonVariant(baseline: ComparableRun, { plan }: Evaluation): void {
  const known = baseline.variants.map(({ name }) => name);
  if (plan.variants.some(({ variant }) => known.includes(variant.name))) return;
  throw noCommonVariant(`the baseline ${baseline.name}`, "the config");
}
