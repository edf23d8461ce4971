import { pairVideos } from "../analysis/comparison/pair_videos.ts";
import type { KnownNoise } from "../analysis/comparison/value_tolerance.ts";
import type { ComparableRun } from "../records/comparable_run.ts";
import { inputError } from "../records/errors.ts";
import { readComparableRun } from "../runs/comparable_run.ts";
import type { CheckFlags } from "./check_flags.ts";
import type { RunContext } from "./run_context.ts";
import { type Evaluation, prepareEvaluation } from "./evaluation.ts";
import { locateRun, readPlace } from "./find_run.ts";
import { FOLDERS } from "./folders.ts";
import { runEvaluation } from "./run_evaluation.ts";
import { runNoise } from "./run_noise.ts";
import { writeReports } from "../reports/write_reports.ts";

/** The run that is judged. */
export interface CheckedRun {
  readonly run: ComparableRun;
  /** How far things move when nothing is changed; `null`: not measured. */
  readonly noise: KnownNoise | null;
  /** Where its report lies, for a run that was just made; else `null`. */
  readonly folder: string | null;
}

/** The run that a user named. */
export function foundRun(name: string): CheckedRun {
  const place = locateRun(name, FOLDERS);
  const run = readPlace(place);
  return { run, noise: runNoise(place, run), folder: null };
}

/**
 * Makes a run as `eval` does, after proving that it can be judged by the baseline.
 * @returns `null` when the user stopped it
 */
export async function madeRun(
  baseline: ComparableRun,
  flags: CheckFlags,
  context: RunContext,
): Promise<CheckedRun | null> {
  const evaluation = await prepareEvaluation(flags);
  requireComparable(baseline, evaluation, flags);
  const { folder, interrupted } = await runEvaluation(evaluation, flags, context);
  if (interrupted) return null;
  await writeReports(folder);
  const run = readComparableRun(folder);
  return { run, noise: runNoise({ kind: "run", folder }, run), folder };
}

/**
 * What would be refused after hours is refused before.
 * @throws AssayError (exit code 3) when the dataset has other videos than the baseline, or no variant is in both
 */
function requireComparable(
  baseline: ComparableRun,
  { dataset, plan }: Evaluation,
  { shared = false }: Pick<CheckFlags, "shared">,
): void {
  const { videos } = dataset;
  pairVideos(baseline, {
    ...baseline,
    name: dataset.name,
    filenames: videos.map(({ id }) => id),
    // Not hashed yet; what cannot be told apart is taken for the same.
    contentHashes: videos.map(() => null),
    labels: Int8Array.from(videos, ({ label }) => label === null ? -1 : label === "FAKE" ? 1 : 0),
    groups: videos.map(({ group }) => group),
    variants: [],
  }, { shared });
  const known = baseline.variants.map(({ name }) => name);
  if (plan.variants.some(({ variant }) => known.includes(variant.name))) return;
  throw inputError("NO_COMMON_VARIANT", {
    what: `the baseline ${baseline.name} has none of the config's variants`,
    remedy: `It has: ${known.join(", ")}`,
  });
}
