import type { EvalConfig } from "../config/load.ts";
import { AssayError, inputError, usageError } from "../records/errors.ts";
import type { RunManifest } from "../records/manifest.ts";
import { readManifest } from "../runs/manifest.ts";

/**
 * The manifest of a run that is gone on with or repeated.
 * @throws AssayError RESUME_UNPROVEN (exit 3) for one without checksums
 */
export function begunRun(folder: string): RunManifest {
  const manifest = readManifest(folder);
  if (manifest.proof !== undefined) return manifest;
  throw inputError("RESUME_UNPROVEN", {
    what: `the run in ${folder} was made by a version of Assay that wrote no checksums`,
    remedy: "Start a new run: that its files are as they were written cannot be proven",
  });
}

/** The config that a run began with, flags and `--set` in it. */
export function recordedConfig({ config }: RunManifest): EvalConfig {
  return config as unknown as EvalConfig;
}

/**
 * Makes sure that an evaluation file given beside `--resume` says what the run began with. Which dataset and which
 * provider are compared by themselves.
 * @throws AssayError RESUME_DIFFERS (exit 2)
 */
export function requireSameConfig(begun: EvalConfig, now: EvalConfig): void {
  const factsOf = ({ compareWith, timing, logLossClip, variants, gates, limits }: EvalConfig) =>
    JSON.stringify([compareWith, timing, logLossClip, variants, gates, limits]);
  if (factsOf(begun) === factsOf(now)) return;
  throw resumeDiffers("--config names an evaluation other than the one that the run began with");
}

/** That the dataset of a run is not where it was. */
export function datasetMoved({ dataset }: RunManifest, error: unknown): unknown {
  if (!(error instanceof AssayError) || error.code !== "DATASET_MISSING") return error;
  return inputError("DATASET_MISSING", {
    what: `the run's dataset ${JSON.stringify(dataset.name)} is no longer in ${dataset.folder}`,
    remedy: "Say where it is now with --dataset DIR",
    cause: error,
  });
}

/** That something is not as it was when the run began. @param what a clause that names it */
export function resumeDiffers(what: string): AssayError {
  return usageError("RESUME_DIFFERS", {
    what,
    remedy: "Put back what it began with, or start a new run",
  });
}
