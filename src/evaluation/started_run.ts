import { completeGates } from "../config/gates.ts";
import type { EvalConfig } from "../config/load.ts";
import { shellWord } from "../base/text/shell_word.ts";
import { plainQuery } from "../records/dataset_query.ts";
import { PRESETS } from "../config/presets.ts";
import type { Variant } from "../config/variant.ts";
import { AssayError, inputError, usageError } from "../records/errors.ts";
import type { RunManifest } from "../records/manifest.ts";
import { readManifest } from "../runs/manifest.ts";

/**
 * Reads the manifest of a run that is to be resumed or repeated.
 * @throws AssayError RESUME_UNPROVEN (exit 3) when it has no checksums; RUN_IMPORTED (exit 2)
 */
export function readStartedRun(folder: string): RunManifest {
  const manifest = readManifest(folder);
  if (manifest.imported !== undefined) {
    throw usageError("RUN_IMPORTED", {
      what: `the scores of the run in ${folder} were imported, so there is nothing to continue`,
      remedy: `Write its reports again with: deno task report ${shellWord(folder)}`,
    });
  }
  if (manifest.proof !== undefined) return manifest;
  throw inputError("RESUME_UNPROVEN", {
    what: `the run in ${folder} was made by a version of Assay that wrote no checksums`,
    remedy: "Start a new run: without checksums its files cannot be verified",
  });
}

/**
 * The config that a run was started with, including flags and `--set`. Older versions recorded one dataset's place;
 * parameters that Assay did not have then get their values in `reference`, and limits of gates their defaults.
 */
export function recordedConfig({ config }: RunManifest): EvalConfig {
  const recorded = config as unknown as EvalConfig & { readonly dataset?: string };
  const { leftOut = [], independent = null } = recorded; // older runs have none of these
  const { costs = null, operatingPoint = null } = recorded;
  const datasets = recorded.dataset === undefined
    ? recorded.datasets
    : [plainQuery(recorded.dataset)];
  return {
    ...recorded,
    leftOut,
    independent,
    costs,
    operatingPoint,
    datasets,
    variants: recorded.variants.map(completed),
    gates: completeGates(recorded.gates),
  };
}

function completed(variant: Variant): Variant {
  const added = Object.entries(PRESETS.reference).filter(([name]) => !Object.hasOwn(variant, name));
  return { ...variant, ...Object.fromEntries(added) };
}

/**
 * Makes sure that an evaluation file given with `--resume` equals the config that the run was started with. Dataset
 * and provider are compared separately.
 * @throws AssayError RESUME_DIFFERS (exit 2)
 */
export function requireSameConfig(started: EvalConfig, now: EvalConfig): void {
  const factsOf = (config: EvalConfig) => {
    const { compareWith, timing, logLossClip, slices, independent, variants, gates, limits } =
      config;
    const { costs, operatingPoint } = config;
    return JSON.stringify([
      ...[compareWith, timing, logLossClip, slices, independent, variants, gates, limits],
      ...[costs, operatingPoint],
    ]);
  };
  if (factsOf(started) === factsOf(now)) return;
  throw resumeDiffers("--config differs from the config that the run was started with");
}

/** Explains a missing dataset as one that was moved since the run was started; returns other errors unchanged. */
export function datasetMoved({ dataset }: RunManifest, error: unknown): unknown {
  if (!(error instanceof AssayError) || error.code !== "DATASET_MISSING") return error;
  const { name, folder, parts = [] } = dataset;
  const [first = { name, place: folder }] = parts;
  if (parts.length < 2) {
    return inputError("DATASET_MISSING", {
      what: `the run's dataset ${JSON.stringify(name)} is no longer in ${first.place}`,
      remedy: "Give its new folder with --dataset DIR",
      cause: error,
    });
  }
  return inputError("DATASET_MISSING", {
    what: `a dataset of the run is no longer in its place: ${error.what}`,
    remedy: `Give the places of all ${parts.length} with --dataset, in this order: ${
      parts.map((part) => part.name).join(", ")
    }`,
    cause: error,
  });
}

/** Explains missing videos as ones that were moved since the run was started; returns other errors unchanged. */
export function videosMoved({ dataset }: RunManifest, error: unknown): unknown {
  if (!(error instanceof AssayError) || error.code !== "DATASET_MISSING") return error;
  return inputError("DATASET_MISSING", {
    what: `videos of the run are no longer in ${dataset.folder}`,
    remedy: "Give all its videos at their new place, behind the folder of --resume",
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
