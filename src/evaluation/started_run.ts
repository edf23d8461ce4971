import type { EvalConfig } from "../config/load.ts";
import { AssayError, inputError, usageError } from "../records/errors.ts";
import type { RunManifest } from "../records/manifest.ts";
import { readManifest } from "../runs/manifest.ts";

/**
 * Reads the manifest of a run that is to be resumed or repeated.
 * @throws AssayError RESUME_UNPROVEN (exit 3) when it has no checksums
 */
export function readStartedRun(folder: string): RunManifest {
  const manifest = readManifest(folder);
  if (manifest.proof !== undefined) return manifest;
  throw inputError("RESUME_UNPROVEN", {
    what: `the run in ${folder} was made by a version of Assay that wrote no checksums`,
    remedy: "Start a new run: without checksums its files cannot be verified",
  });
}

/** The config that a run was started with, including flags and `--set`. */
export function recordedConfig({ config }: RunManifest): EvalConfig {
  const { leftOut = [], ...rest } = config as unknown as EvalConfig; // older runs left none out
  return { ...rest, leftOut };
}

/**
 * Makes sure that an evaluation file given with `--resume` equals the config that the run was started with. Dataset
 * and provider are compared separately.
 * @throws AssayError RESUME_DIFFERS (exit 2)
 */
export function requireSameConfig(started: EvalConfig, now: EvalConfig): void {
  const factsOf = ({ compareWith, timing, logLossClip, variants, gates, limits }: EvalConfig) =>
    JSON.stringify([compareWith, timing, logLossClip, variants, gates, limits]);
  if (factsOf(started) === factsOf(now)) return;
  throw resumeDiffers("--config differs from the config that the run was started with");
}

/** Explains a missing dataset as one that was moved since the run was started; returns other errors unchanged. */
export function datasetMoved({ dataset }: RunManifest, error: unknown): unknown {
  if (!(error instanceof AssayError) || error.code !== "DATASET_MISSING") return error;
  return inputError("DATASET_MISSING", {
    what: `the run's dataset ${JSON.stringify(dataset.name)} is no longer in ${dataset.folder}`,
    remedy: "Give its new folder with --dataset DIR",
    cause: error,
  });
}

/** Makes the error for something that changed since the run was started. @param what a clause that names it */
export function resumeDiffers(what: string): AssayError {
  return usageError("RESUME_DIFFERS", {
    what,
    remedy: "Restore what it was started with, or start a new run",
  });
}
