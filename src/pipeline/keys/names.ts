import type { CropParameters, DetectionParameters } from "../../stages/faces/parameters.ts";
import type { Precision } from "../../records/provider.ts";

/** What a detection's name leaves out: the winner's settings. */
const USUAL = {
  minFace: 20,
  pyramidFactor: 0.709,
  detectionThresholds: [0.7, 0.8, 0.8],
};

/**
 * Name of a face detection: what finds the faces, at which scale, and what differs from the usual. A
 * function of the settings alone, so that equal settings have equal names in every run.
 */
export function detectionName(parameters: DetectionParameters): string {
  const parts = [`${parameters.faceDetector}@${parameters.detectorScale}`];
  if (parameters.faceDetector === "whole_frame") return parts[0];
  const { minFace, pyramidFactor, detectionThresholds } = parameters;
  if (minFace !== USUAL.minFace) parts.push(`min${minFace}`);
  if (pyramidFactor !== USUAL.pyramidFactor) parts.push(`factor${pyramidFactor}`);
  const thresholds = detectionThresholds.join("/");
  if (thresholds !== USUAL.detectionThresholds.join("/")) parts.push(`thresholds${thresholds}`);
  return parts.join("+");
}

/** Name of a face preparation: box scale, margin, interpolation and size in pixels. */
export function preparationName(
  parameters: CropParameters & { readonly size: number },
): string {
  const margin = parameters.margin === 1 / 3 ? "1/3" : String(parameters.margin);
  return `box${parameters.boxScale}+margin${margin}+${parameters.resize}+${parameters.size}px`;
}

/** Name of a classifier as it is run, and its column in faces.csv. */
export function scoreColumn(
  { model, precision, batchSize }: { model: string; precision: Precision; batchSize: number },
): string {
  return `${model}@${precision}@b${batchSize}`;
}
