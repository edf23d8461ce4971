import { z } from "zod";
import { classifierParameters } from "../stages/classifiers/parameters.ts";
import type { Precision } from "../records/provider.ts";
import {
  type CropParameters,
  cropParameters,
  type DetectionParameters,
  detectionParameters,
  type FaceLimitParameters,
  faceLimitParameters,
} from "../stages/faces/parameters.ts";
import { type FrameParameters, frameParameters } from "../stages/frames/parameters.ts";
import { type MetricParameters, metricParameters } from "../metrics/parameters.ts";
import { type PoolingParameters, poolingParameters } from "../stages/pooling/parameters.ts";

/** What decides which network scores the faces, and how. */
export interface ModelParameters {
  /** Names of models; several pool each alone, then the mean of their video scores is taken. */
  readonly model: readonly string[];
  readonly precision: Precision;
  /** Faces per call; `auto` by provider. */
  readonly batchSize: "auto" | number;
}

/** Every parameter of the pipeline. */
export interface Parameters
  extends
    FrameParameters,
    DetectionParameters,
    CropParameters,
    FaceLimitParameters,
    ModelParameters,
    PoolingParameters,
    MetricParameters {}

/** One complete setting of every pipeline parameter, with a name. */
export interface Variant extends Parameters {
  /** Unique within an evaluation; matches `variantName`. */
  readonly name: string;
}

export type ParameterName = keyof Parameters;

/** The schema of every parameter, in the order of the pipeline. */
export const parameterTable = {
  ...frameParameters,
  ...detectionParameters,
  ...cropParameters,
  ...faceLimitParameters,
  ...classifierParameters,
  ...poolingParameters,
  ...metricParameters,
} as const satisfies Record<ParameterName, z.ZodType>;

export const PARAMETER_NAMES = Object.keys(parameterTable) as readonly ParameterName[];

/**
 * The name of a variant: fit for a table's cell, a command line and a chart's legend. Not a number, because
 * JavaScript moves such keys to the front and variants would lose their order.
 */
export const variantName = z.string().max(200).regex(
  /^(?!\d+$)[A-Za-z0-9][A-Za-z0-9 ._=,+@()-]*$/,
  "is not a variant's name (letters, digits, spaces and '._=,+@()-'; a letter or digit first; not a number)",
);
