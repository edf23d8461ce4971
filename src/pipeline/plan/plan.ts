import type { Variant } from "../../config/variant.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import type { Precision, Provider } from "../../records/provider.ts";
import type { StageKey } from "../../records/run_result.ts";
import type { DetectionParameters } from "../../stages/faces/registry.ts";
import type { ParameterValues, PartUse } from "../../stages/part_use.ts";

/** One way of choosing frames. */
export interface SampleSpec {
  /** Everything that decides it, by parameter, for people. */
  readonly parameters: ParameterValues;
  readonly counting: PartUse;
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
  /** How its frames are turned: of a video whose metadata say so, each turn has faces of its own. */
  readonly turning: PartUse;
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
  /** Under which the stage cache holds how many frames of a video decode, apart from any video. */
  readonly frameCountKey: string;
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

/** The plan of one variant alone, as `timing: isolated` runs it: only what a variant needs is done. */
export function soloPlan(plan: Plan, index: number): Plan {
  return { ...plan, variants: [plan.variants[index]] };
}
