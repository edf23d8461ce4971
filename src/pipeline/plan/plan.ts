import type { Variant } from "../../config/variant.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import type { Precision, Provider } from "../../records/provider.ts";
import type { LandmarkTemplate } from "../../records/face.ts";
import type { StageKeys } from "../../records/run_result.ts";
import type { DetectionParameters } from "../../stages/faces/registry.ts";
import type { ParameterValues, PartUse } from "../../stages/part_use.ts";

/** A distinct way of choosing frames. */
export interface SampleSpec {
  /** All parameters that it depends on, for display. */
  readonly parameters: ParameterValues;
  readonly counting: PartUse;
  readonly selector: PartUse;
  readonly reading: PartUse;
}

/** A distinct way of finding faces. */
export interface DetectionSpec {
  readonly name: string;
  /** All parameters that it depends on, for display. */
  readonly parameters: DetectionParameters;
  readonly detector: PartUse;
  readonly input: PartUse;
  /** Key of its results in the stage cache, independent of any video. */
  readonly key: string;
}

/** A distinct way of turning faces into a classifier's input. */
export interface PreparationSpec {
  readonly name: string;
  /** Index into the plan's detections. */
  readonly detection: number;
  readonly preparation: PartUse;
  /** Side of the prepared face, pixels. */
  readonly size: number;
  /** Places of the landmarks in the prepared face; `null`: it is not aligned. */
  readonly template: LandmarkTemplate | null;
  /** Key of its results in the stage cache, independent of any video. */
  readonly key: string;
}

/** A classifier with the settings that it is run with. */
export interface ClassifierSpec {
  /** Name of its column in faces.csv: `model@precision@bN`. */
  readonly column: string;
  readonly model: string;
  readonly precision: Precision;
  readonly batchSize: number;
  readonly family: PartUse;
}

/** A classifier of a variant and the preparation of its input. */
export interface ScoringSpec {
  /** Index into the plan's classifiers. */
  readonly classifier: number;
  /** Index into the plan's preparations. */
  readonly preparation: number;
}

/** A variant and its pieces of work. */
export interface PlannedVariant {
  /**
   * The variant, with `batchSize` resolved to a number, and with what its models' cards state if it takes their
   * preprocessing; where they differ, each preparation says what is done for its model.
   */
  readonly variant: Variant & { readonly batchSize: number };
  /** Values that the variant was given and that its models' cards replace. */
  readonly replacedByCard: ParameterValues;
  /** Index into the plan's samples. */
  readonly sample: number;
  /** How its frames are rotated. Each rotation of a video that metadata rotate has its own faces. */
  readonly turning: PartUse;
  /** Index into the plan's detections. */
  readonly detection: number;
  /** One for each model of the variant, in its order. */
  readonly scorings: readonly ScoringSpec[];
  readonly limits: PartUse;
  readonly pooling: PartUse;
  readonly scoreRules: PartUse;
  /** Apart from any video. */
  readonly keys: StageKeys;
}

/**
 * The work of a set of variants, each distinct piece once. Plain data that can be sent to workers. It determines
 * the execution completely.
 */
export interface Plan {
  readonly provider: Provider;
  /** Threads of each session. */
  readonly threads: number;
  /** Key, without the video, of the number of decodable frames in the stage cache. */
  readonly frameCountKey: string;
  readonly samples: readonly SampleSpec[];
  readonly detections: readonly DetectionSpec[];
  readonly preparations: readonly PreparationSpec[];
  readonly classifiers: readonly ClassifierSpec[];
  readonly models: readonly PlannedModel[];
  readonly variants: readonly PlannedVariant[];
}

/** A model used by a plan. */
export interface PlannedModel {
  readonly card: ModelCard;
  /** Absolute path of the card's folder. */
  readonly folder: string;
  /** SHA-256 of each precision's file, hex. */
  readonly sha256: Readonly<Partial<Record<Precision, string>>>;
  /** Digest of the card's input and output sections. */
  readonly interface: string;
}

/** Reduces a plan to one variant, for `timing: isolated`. @param index of the variant in the plan */
export function soloPlan(plan: Plan, index: number): Plan {
  return { ...plan, variants: [plan.variants[index]!] };
}
