import type { Variant } from "../../config/variant.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import type { LandmarkTemplate } from "../../records/face.ts";
import type { Precision, Provider } from "../../records/provider.ts";
import { valuesByCards } from "../../stages/classifiers/card_preprocessing.ts";
import type { DetectionParameters } from "../../stages/faces/registry.ts";
import type { ParameterTable } from "../../stages/parameter.ts";
import { PARAMETER_TABLE } from "../../stages/parameters.ts";
import { parametersOf, type ParameterValues } from "../../stages/part_use.ts";
import { resolvedParameters } from "../../stages/resolved_parameters.ts";
import {
  classifierKey,
  detectionKey,
  frameCountKey,
  type KeyContext,
  type KeyedModel,
  preparationKey,
  variantKeys,
} from "../keys/keys.ts";
import { withDistinctNames, workName } from "../keys/names.ts";
import { PIPELINE_PARTS, type PipelineParts } from "../execution/parts.ts";
import type {
  ClassifierSpec,
  DetectionSpec,
  Plan,
  PlannedModel,
  PlannedVariant,
  PreparationSpec,
  SampleSpec,
} from "./plan.ts";
import { type ActivePart, type VariantWork, variantWork } from "./variant_work.ts";

export interface PlanContext extends KeyContext {
  readonly provider: Provider;
  /** All models of the variants. */
  readonly models: readonly PlannedModel[];
  /** Left out: the parts that Assay ships. */
  readonly parts?: PipelineParts;
  /** Left out: the parameters that Assay ships. */
  readonly table?: ParameterTable;
}

/** A variant's parts and models, resolved. */
interface Resolved {
  readonly variant: Variant & { readonly batchSize: number };
  readonly replacedByCard: ParameterValues;
  readonly work: VariantWork;
  readonly models: readonly (KeyedModel & { readonly name: string })[];
}

/**
 * Makes a plan in which the variants share their work: pieces with equal keys are done once. Pure: equal arguments
 * give equal plans.
 */
export function makePlan(variants: readonly Variant[], context: PlanContext): Plan {
  const { parts = PIPELINE_PARTS, table = PARAMETER_TABLE, models, ...keyed } = context;
  const samples = new Distinct<SampleSpec>();
  const detections = new Distinct<DetectionSpec>();
  const preparations = new Distinct<PreparationSpec>();
  const classifiers = new Distinct<ClassifierSpec & { readonly name: string }>();
  const planned = variants.map((given): PlannedVariant => {
    const resolved = resolve(given, { ...context, parts, table });
    const { variant, replacedByCard, work } = resolved;
    const keys = variantKeys(work, { ...keyed, models: resolved.models });
    const sample = samples.indexOf(keys[0], sampleSpec(work, variant));
    const found = { ...detectionSpec(work, { variant, table }), key: detectionKey(work, keyed) };
    const detection = detections.indexOf(found.key, found);
    const scorings = resolved.models.map((model, i) => {
      const preparation = work.preparations[i]!;
      const key = preparationKey(preparation, { ...keyed, detection: found.key, model });
      const prepared = { ...preparationSpec(preparation, { model, table }), detection, key };
      const family = work.families[i]!;
      return {
        classifier: classifiers.indexOf(
          classifierKey(family, { ...keyed, model }) + model.name,
          classifierSpec(family, { model: model.name, table }),
        ),
        preparation: preparations.indexOf(key, prepared),
      };
    });
    const uses = {
      turning: work.turning.use,
      limits: work.limits.use,
      pooling: work.pooling.use,
      scoreRules: work.scoreRules.use,
    };
    return { variant, replacedByCard, sample, detection, scorings, ...uses, keys };
  });
  return {
    provider: context.provider,
    threads: context.threads,
    frameCountKey: frameCountKey(keyed),
    samples: samples.values,
    detections: withDistinctNames(detections.values, detectionText),
    preparations: withDistinctNames(preparations.values, preparationText),
    classifiers: withDistinctNames(classifiers.values, ({ family }) => JSON.stringify(family))
      .map(({ name, ...spec }) => ({ ...spec, column: name })),
    models,
    variants: planned,
  };
}

/** A list of distinct pieces of work, in the order in which they were added. */
class Distinct<Spec> {
  readonly values: Spec[] = [];
  readonly #places = new Map<string, number>();

  /** Finds the index of the piece of work with this key; adds it if it is new. */
  indexOf(key: string, spec: Spec): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.values.length);
    return this.values.push(spec) - 1;
  }
}

function resolve(
  given: Variant,
  { provider, parts, table, models }: Required<PlanContext>,
): Resolved {
  const planned = given.model.map((name) => modelOf(models, name));
  const { shared, each } = valuesByCards({ ...given }, planned.map(({ card }) => card));
  const resolved = (values: ParameterValues) => resolvedParameters(values, { table, provider });
  const values = resolved(shared), ofModels = each.map(resolved);
  const variant = { ...given, ...shared, batchSize: Number(values.batchSize) };
  const work = variantWork(values, {
    parts,
    models: planned.map(({ card }, i) => ({ card, values: ofModels[i]! })),
  });
  const { precision } = variant;
  const keyed = planned.map((model, i) =>
    keyedModel(model, { precision, align: ofModels[i]!.align })
  );
  const replacedByCard = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => shared[name] !== value),
  );
  return { variant, replacedByCard, work, models: keyed };
}

function modelOf(models: readonly PlannedModel[], name: string): PlannedModel {
  const model = models.find((candidate) => candidate.card.name === name);
  if (!model) throw new Error(`the plan was given no model "${name}"`);
  return model;
}

function keyedModel(
  { card, sha256: files, interface: digest }: PlannedModel,
  { precision, align }: { readonly precision: Precision; readonly align: unknown },
) {
  const sha256 = files[precision];
  if (!sha256) throw new Error(`the plan was given no ${precision} file of "${card.name}"`);
  const template = align === "landmarks" ? card.preprocessing?.template ?? null : null;
  return { name: card.name, sha256, interface: digest, size: card.input.size, template };
}

function sampleSpec({ counting, selector, reading }: VariantWork, variant: Variant): SampleSpec {
  const { selection } = variant;
  const uses = { counting: counting.use, selector: selector.use, reading: reading.use };
  const [count, choice, read] = Object.values(uses).map(({ parameters }) => parameters);
  return { parameters: { ...count, selection, ...choice, ...read }, ...uses };
}

function detectionSpec(
  { detector, detectorInput }: VariantWork,
  { variant, table }: NamedBy & { readonly variant: Variant },
): Omit<DetectionSpec, "key"> {
  const { faceDetector } = variant;
  const parameters = { faceDetector, ...detectorInput.use.parameters, ...detector.use.parameters };
  const name = workName(parameters, { table, stage: "detect" });
  const uses = { detector: detector.use, input: detectorInput.use };
  // The type lists only face detectors that Assay ships; tests add others.
  return { name, parameters: parameters as unknown as DetectionParameters, ...uses };
}

function preparationSpec(
  { use }: ActivePart,
  { model: { size, template }, table }: NamedBy & { readonly model: KeyedModel },
): Omit<PreparationSpec, "key" | "detection"> {
  const middle = template === null ? `${size}px` : `${size}px+template${shortDigest(template)}`;
  const name = workName(use.parameters, { table, stage: "crop", middle });
  return { name, preparation: use, size, template };
}

/** Tells templates apart in names, also of different runs. */
function shortDigest(template: LandmarkTemplate): string {
  return sha256Hex(JSON.stringify([template.side, template.points])).slice(0, 8);
}

/** Identifies a face detection within a plan, in which files and versions are the same throughout. */
function detectionText({ detector, input }: DetectionSpec): string {
  return JSON.stringify([detector, input]);
}

/** Identifies a preparation, apart from its face detection, which has its own name. */
function preparationText({ preparation, size, template }: PreparationSpec): string {
  return JSON.stringify([preparation, size, template]);
}

function classifierSpec({ use }: ActivePart, { model, table }: NamedBy & { model: string }) {
  const { precision, batchSize } = parametersOf(use);
  const name = workName(use.parameters, { table, stage: "classify", head: model });
  return { name, column: name, model, precision, batchSize, family: use };
}

interface NamedBy {
  readonly table: ParameterTable;
}
