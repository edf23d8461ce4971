import { modelDifferences } from "../analysis/comparison/model_differences.ts";
import type { RunManifest } from "../records/manifest.ts";
import type { FactDifference } from "../records/run_comparison.ts";
import { resumeDiffers } from "./started_run.ts";

/** Something that must be equal for a run to be resumed. */
interface Condition {
  readonly name: string;
  valueOf(manifest: RunManifest): unknown;
}

/** What must be equal, apart from the videos, models and variants. */
const CONDITIONS: readonly Condition[] = [
  { name: "Assay", valueOf: ({ versions }) => versions.assayVersion },
  { name: "the commit of Assay", valueOf: ({ versions }) => versions.assay },
  { name: "Deno", valueOf: ({ versions }) => versions.deno },
  { name: "ONNX Runtime", valueOf: ({ versions }) => versions.onnxRuntime },
  { name: "ffmpeg", valueOf: ({ versions }) => versions.ffmpeg },
  { name: "--provider", valueOf: ({ execution }) => execution.used },
  { name: "the device", valueOf: ({ execution }) => execution.device },
  { name: "--threads", valueOf: ({ execution }) => execution.threadsPerSession },
  { name: "timing", valueOf: ({ execution }) => execution.timing },
  { name: "the dataset's layout", valueOf: ({ dataset }) => dataset.layout },
  { name: "the split", valueOf: ({ dataset }) => dataset.split },
];

/**
 * Makes sure that a run is resumed under the conditions it was started with: versions, provider, threads, models and
 * their cards, and everything else that goes into the keys of its stages.
 * @throws AssayError RESUME_DIFFERS (exit 2), naming the first thing that differs
 */
export function requireSameConditions(before: RunManifest, now: RunManifest): void {
  for (const { name, valueOf } of CONDITIONS) {
    const [was, is] = [valueOf(before), valueOf(now)];
    if (was === is) continue;
    throw resumeDiffers(
      `${name} was ${shown(was)} when the run was started and is now ${shown(is)}`,
    );
  }
  requireSameModels(before, now);
  requireSameVariants(before, now);
  if (before.proof?.work === now.proof?.work) return;
  throw resumeDiffers(
    "code, a package, a build of ffmpeg or a network of the face detector changed since the run was started",
  );
}

function requireSameModels({ models: before }: RunManifest, { models: now }: RunManifest): void {
  for (const model of before) {
    const { name, precision, sha256, card } = model;
    const same = now.find((other) => other.name === name && other.precision === precision);
    if (same?.sha256 !== sha256) {
      throw resumeDiffers(
        `the ${precision} file of model ${name} changed since the run was started`,
      );
    }
    const [changed] = modelDifferences({ models: [model] }, { models: [same] });
    if (changed !== undefined && same.input !== undefined && model.input !== undefined) {
      throw resumeDiffers(cardChange(changed, name));
    }
    if (same.card !== card) {
      throw resumeDiffers(`family, input or output in the card of model ${name} was changed`);
    }
  }
}

function cardChange({ path, before, after }: FactDifference, model: string): string {
  const field = path.slice(`models.${model}.`.length);
  return `${field} in the card of model ${model} was ${JSON.stringify(before)} when the run was ` +
    `started and is now ${JSON.stringify(after)}`;
}

function requireSameVariants({ variants: before }: RunManifest, { variants: now }: RunManifest) {
  const changed = before.find((variant, i) => JSON.stringify(variant) !== JSON.stringify(now[i]));
  if (changed === undefined && before.length === now.length) return;
  throw resumeDiffers(
    `variant ${JSON.stringify((changed ?? now.at(-1))?.name)} changed since the run was started`,
  );
}

function shown(value: unknown): string {
  return value === null || value === undefined ? "not known" : String(value);
}
