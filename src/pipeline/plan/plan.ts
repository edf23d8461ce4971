import type { Variant } from "../../config/variant.ts";
import type { CropParameters, DetectionParameters } from "../../stages/faces/parameters.ts";
import type { FrameParameters } from "../../stages/frames/parameters.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import type { Precision, Provider } from "../../records/provider.ts";
import type { StageKey } from "../../records/run_result.ts";
import {
  boxScaleOf,
  detectionKey,
  type KeyContext,
  type KeyedModel,
  preparationKey,
  variantKeys,
} from "../keys/keys.ts";
import { detectionName, preparationName, scoreColumn } from "../keys/names.ts";
import type { StageVersions } from "../keys/stage_versions.ts";

/** One way of finding faces. */
export interface DetectionSpec {
  readonly name: string;
  readonly parameters: DetectionParameters;
  /** Under which the stage cache holds its results, apart from any video. */
  readonly key: string;
}

/** One way of turning found faces into a classifier's input. */
export interface PreparationSpec {
  readonly name: string;
  /** Index into the plan's detections. */
  readonly detection: number;
  /** `boxScale` is a number here: `inverse` is resolved. */
  readonly parameters: CropParameters & { readonly boxScale: number };
  /** Width and height of the face, pixels. */
  readonly size: number;
  /** Under which the stage cache holds its results, apart from any video. */
  readonly key: string;
}

/** One classifier as it is run. */
export interface ClassifierSpec {
  /** `classifier@precision@bN`, a column of faces.csv. */
  readonly column: string;
  readonly model: string;
  readonly precision: Precision;
  readonly batchSize: number;
}

/** What one classifier of a variant is fed with. */
export interface ScoringSpec {
  /** Index into the plan's classifiers. */
  readonly classifier: number;
  /** Index into the plan's preparations. */
  readonly preparation: number;
}

/** A variant with the pieces of work it consists of. */
export interface PlannedVariant {
  /** `batchSize` is a number here: `auto` is resolved. */
  readonly variant: Variant & { readonly batchSize: number };
  /** Index into the plan's samples. */
  readonly sample: number;
  /** Index into the plan's detections. */
  readonly detection: number;
  /** One for each model of the variant, in its order. */
  readonly scorings: readonly ScoringSpec[];
  /** Keys of the six stages, in order, apart from any video. */
  readonly keys: readonly StageKey[];
}

/**
 * The stages that a set of variants needs, each distinct piece of work once. Plain data: it travels to
 * workers. Execution makes no choices beyond it.
 */
export interface Plan {
  readonly provider: Provider;
  /** Threads of each session. */
  readonly threads: number;
  readonly samples: readonly FrameParameters[];
  readonly detections: readonly DetectionSpec[];
  readonly preparations: readonly PreparationSpec[];
  readonly classifiers: readonly ClassifierSpec[];
  readonly models: readonly PlannedModel[];
  readonly variants: readonly PlannedVariant[];
}

/** A model that a plan runs. */
export interface PlannedModel {
  readonly card: ModelCard;
  /** Absolute path of the card's folder. */
  readonly folder: string;
  /** SHA-256 of each precision's file, hex. */
  readonly sha256: Readonly<Partial<Record<Precision, string>>>;
  /** Digest of the card's input and output sections. */
  readonly interface: string;
}

export interface PlanContext {
  readonly provider: Provider;
  readonly threads: number;
  readonly versions: StageVersions;
  /** SHA-256 over the face detector's networks, hex. */
  readonly faceNetworks: string;
  /** Every model that a variant names. */
  readonly models: readonly PlannedModel[];
}

/** Faces per call where the variant leaves it to Assay: measured best on CPU and on large GPUs. */
const AUTO_BATCH: Readonly<Record<Provider, number>> = { cpu: 1, cuda: 32 };

/** Merges the work of `variants`. Pure: equal arguments give equal plans. */
export function makePlan(variants: readonly Variant[], context: PlanContext): Plan {
  const samples = new Distinct<FrameParameters>();
  const detections = new Distinct<DetectionSpec>();
  const preparations = new Distinct<PreparationSpec>();
  const classifiers = new Distinct<ClassifierSpec>();
  const planned = variants.map((unresolved): PlannedVariant => {
    const batchSize = unresolved.batchSize === "auto"
      ? AUTO_BATCH[context.provider]
      : unresolved.batchSize;
    const variant = { ...unresolved, batchSize };
    const keyed = keyContextOf(variant, context);
    const found = detectionSpec(variant, keyed);
    const detection = detections.indexOf(found);
    const scorings = variant.model.map((name) => {
      const { size } = modelOf(context, name).card.input;
      const prepared = preparationSpec(variant, { detection, found, size, keyed });
      return {
        classifier: classifiers.indexOf(classifierSpec(variant, name)),
        preparation: preparations.indexOf(prepared),
      };
    });
    const sample = samples.indexOf(frameParametersOf(variant));
    return { variant, sample, detection, scorings, keys: variantKeys(variant, keyed) };
  });
  return {
    provider: context.provider,
    threads: context.threads,
    samples: samples.values,
    detections: detections.values,
    preparations: preparations.values,
    classifiers: classifiers.values,
    models: context.models,
    variants: planned,
  };
}

/** The plan of one variant alone, as `timing: isolated` runs it: only what a variant needs is done. */
export function soloPlan(plan: Plan, index: number): Plan {
  return { ...plan, variants: [plan.variants[index]] };
}

/** Values that differ, each once, in the order in which they came. */
class Distinct<T> {
  readonly values: T[] = [];
  readonly #places = new Map<string, number>();

  indexOf(value: T): number {
    const text = JSON.stringify(value);
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.values.length);
    return this.values.push(value) - 1;
  }
}

function frameParametersOf(variant: Variant): FrameParameters {
  const { selection, frames, jitter, seed, readIndices } = variant;
  return { selection, frames, jitter, seed, readIndices };
}

function detectionSpec(variant: Variant, keyed: KeyContext): DetectionSpec {
  const { faceDetector, detectorScale, minFace, pyramidFactor, detectionThresholds } = variant;
  const parameters = {
    faceDetector,
    detectorScale,
    minFace,
    pyramidFactor,
    detectionThresholds,
  };
  return { name: detectionName(parameters), parameters, key: detectionKey(variant, keyed) };
}

function preparationSpec(
  variant: Variant,
  { detection, found, size, keyed }: {
    detection: number;
    found: DetectionSpec;
    size: number;
    keyed: KeyContext;
  },
): PreparationSpec {
  const parameters = {
    boxScale: boxScaleOf(variant),
    margin: variant.margin,
    resize: variant.resize,
  };
  const key = preparationKey(found.key, { ...parameters, size }, keyed);
  return { name: preparationName({ ...parameters, size }), detection, parameters, size, key };
}

function classifierSpec(variant: Variant & { batchSize: number }, model: string): ClassifierSpec {
  const { precision, batchSize } = variant;
  return { column: scoreColumn({ model, precision, batchSize }), model, precision, batchSize };
}

function modelOf(context: PlanContext, name: string): PlannedModel {
  const model = context.models.find((candidate) => candidate.card.name === name);
  if (!model) throw new Error(`the plan was given no model "${name}"`);
  return model;
}

function keyContextOf(variant: Variant, context: PlanContext): KeyContext {
  const models = variant.model.map((name): KeyedModel => {
    const model = modelOf(context, name);
    const sha256 = model.sha256[variant.precision];
    if (!sha256) throw new Error(`the plan was given no ${variant.precision} file of "${name}"`);
    return { name, sha256, interface: model.interface, size: model.card.input.size };
  });
  return { ...context, models };
}
