import type { Variant } from "../../config/variant.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import type { Precision, Provider } from "../../records/provider.ts";
import type { StageKey } from "../../records/run_result.ts";
import type { DetectionParameters } from "../../stages/faces/registry.ts";
import { parametersOf, type ParameterValues, type PartUse } from "../../stages/part_use.ts";
import { resolvedParameters } from "../../stages/resolved_parameters.ts";
import {
  classifierKey,
  detectionKey,
  type KeyContext,
  type KeyedModel,
  preparationKey,
  variantKeys,
} from "../keys/keys.ts";
import { withDistinctNames, workName } from "../keys/names.ts";
import { PIPELINE_PARTS, type PipelineParts } from "../execution/parts.ts";
import { type ActivePart, type VariantWork, variantWork } from "./variant_work.ts";

/** One way of choosing frames. */
export interface SampleSpec {
  /** Everything that decides it, by parameter, for people. */
  readonly parameters: ParameterValues;
  readonly selector: PartUse;
  readonly reading: PartUse;
}

/** One way of finding faces. */
export interface DetectionSpec {
  readonly name: string;
  /** Everything that decides it beside files, by parameter, for people. */
  readonly parameters: DetectionParameters;
  readonly detector: PartUse;
  readonly input: PartUse;
  /** Under which the stage cache holds its results, apart from any video. */
  readonly key: string;
}

/** One way of turning found faces into a classifier's input. */
export interface PreparationSpec {
  readonly name: string;
  /** Index into the plan's detections. */
  readonly detection: number;
  readonly preparation: PartUse;
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
  readonly family: PartUse;
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
  readonly limits: PartUse;
  readonly pooling: PartUse;
  readonly scoreRules: PartUse;
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
  readonly samples: readonly SampleSpec[];
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

export interface PlanContext extends KeyContext {
  readonly provider: Provider;
  /** Every model that a variant names. */
  readonly models: readonly PlannedModel[];
  /** Left out: those that Assay ships. */
  readonly parts?: PipelineParts;
}

/** A variant's parts and models, resolved. */
interface Resolved {
  readonly variant: Variant & { readonly batchSize: number };
  readonly work: VariantWork;
  readonly models: readonly (KeyedModel & { readonly name: string })[];
}

/** Merges the work of `variants`: pieces with equal keys are one. Pure: equal arguments give equal plans. */
export function makePlan(variants: readonly Variant[], context: PlanContext): Plan {
  const { parts = PIPELINE_PARTS, models, ...keyed } = context;
  const table = parts.parameters;
  const samples = new Distinct<SampleSpec>();
  const detections = new Distinct<DetectionSpec>();
  const preparations = new Distinct<PreparationSpec>();
  const classifiers = new Distinct<ClassifierSpec & { readonly name: string }>();
  const planned = variants.map((given): PlannedVariant => {
    const resolved = resolve(given, { ...context, parts });
    const { variant, work } = resolved;
    const keys = variantKeys(work, { ...keyed, models: resolved.models });
    const sample = samples.indexOf(keys[0], sampleSpec(work, variant));
    const found = { ...detectionSpec(work, { variant, table }), key: detectionKey(work, keyed) };
    const detection = detections.indexOf(found.key, found);
    const scorings = resolved.models.map((model, i) => {
      const { size } = model;
      const key = preparationKey(work.preparation, { ...keyed, detection: found.key, size });
      const prepared = { ...preparationSpec(work, { size, table }), detection, key };
      const family = work.families[i];
      return {
        classifier: classifiers.indexOf(
          classifierKey(family, { ...keyed, model }) + model.name,
          classifierSpec(family, { model: model.name, table }),
        ),
        preparation: preparations.indexOf(key, prepared),
      };
    });
    const uses = {
      limits: work.limits.use,
      pooling: work.pooling.use,
      scoreRules: work.scoreRules.use,
    };
    return { variant, sample, detection, scorings, ...uses, keys };
  });
  return {
    provider: context.provider,
    threads: context.threads,
    samples: samples.values,
    detections: withDistinctNames(detections.values, ({ key }) => key),
    preparations: withDistinctNames(preparations.values, preparationText),
    classifiers: withDistinctNames(classifiers.values, ({ family }) => JSON.stringify(family))
      .map(({ name, ...spec }) => ({ ...spec, column: name })),
    models,
    variants: planned,
  };
}

/** The plan of one variant alone, as `timing: isolated` runs it: only what a variant needs is done. */
export function soloPlan(plan: Plan, index: number): Plan {
  return { ...plan, variants: [plan.variants[index]] };
}

/** Pieces of work that differ, each once, in the order in which they came. */
class Distinct<Spec> {
  readonly values: Spec[] = [];
  readonly #places = new Map<string, number>();

  /** The place of the piece of work with this key, which is added unless it is known. */
  indexOf(key: string, spec: Spec): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.values.length);
    return this.values.push(spec) - 1;
  }
}

function resolve(
  given: Variant,
  { provider, parts, models }: PlanContext & { readonly parts: PipelineParts },
): Resolved {
  const values = resolvedParameters({ ...given }, { table: parts.parameters, provider });
  const variant = { ...given, batchSize: Number(values.batchSize) };
  const planned = variant.model.map((name) => modelOf(models, name));
  const work = variantWork(values, { parts, cards: planned.map(({ card }) => card) });
  return { variant, work, models: planned.map((model) => keyedModel(model, variant.precision)) };
}

function modelOf(models: readonly PlannedModel[], name: string): PlannedModel {
  const model = models.find((candidate) => candidate.card.name === name);
  if (!model) throw new Error(`the plan was given no model "${name}"`);
  return model;
}

function keyedModel(
  { card, sha256: files, interface: digest }: PlannedModel,
  precision: Precision,
) {
  const sha256 = files[precision];
  if (!sha256) throw new Error(`the plan was given no ${precision} file of "${card.name}"`);
  return { name: card.name, sha256, interface: digest, size: card.input.size };
}

function sampleSpec({ selector, reading }: VariantWork, { selection }: Variant): SampleSpec {
  const parameters = { selection, ...selector.use.parameters, ...reading.use.parameters };
  return { parameters, selector: selector.use, reading: reading.use };
}

function detectionSpec(
  { detector, detectorInput }: VariantWork,
  { variant, table }: NamedBy & { readonly variant: Variant },
): Omit<DetectionSpec, "key"> {
  const { faceDetector } = variant;
  const parameters = { faceDetector, ...detectorInput.use.parameters, ...detector.use.parameters };
  const name = workName(parameters, { table });
  const uses = { detector: detector.use, input: detectorInput.use };
  // As the part declares them: the type says so for the detectors that Assay ships.
  return { name, parameters: parameters as unknown as DetectionParameters, ...uses };
}

function preparationSpec(
  { preparation: { use } }: VariantWork,
  { size, table }: NamedBy & { readonly size: number },
): Omit<PreparationSpec, "key" | "detection"> {
  const name = workName(use.parameters, { table, middle: `${size}px` });
  return { name, preparation: use, size };
}

/** What decides a preparation beside the face detection, which has a name of its own. */
function preparationText({ preparation, size }: PreparationSpec): string {
  return JSON.stringify([preparation, size]);
}

function classifierSpec({ use }: ActivePart, { model, table }: NamedBy & { model: string }) {
  const { precision, batchSize } = parametersOf(use);
  const name = workName(use.parameters, { table, head: model });
  return { name, column: name, model, precision, batchSize, family: use };
}

interface NamedBy {
  readonly table: PipelineParts["parameters"];
}
