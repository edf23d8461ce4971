import type { ClassifierFamily } from "../../stages/classifiers/contract.ts";
import { classifierFamilies } from "../../stages/classifiers/registry.ts";
import type {
  DetectorInputs,
  FaceDetectorPart,
  FaceLimits,
  FacePreparation,
} from "../../stages/faces/contract.ts";
import { detectorInputPart } from "../../stages/faces/detector_input.ts";
import { faceLimits } from "../../stages/faces/face_limits.ts";
import { facePreparation } from "../../stages/faces/preparation.ts";
import { faceDetectors } from "../../stages/faces/registry.ts";
import type {
  FrameCounting,
  FrameSelector,
  FrameTurning,
  ReadPlan,
} from "../../stages/frames/contract.ts";
import { frameCounting } from "../../stages/frames/frame_count.ts";
import { frameTurning } from "../../stages/frames/frame_turn.ts";
import { readPlan } from "../../stages/frames/read_plan.ts";
import { frameSelectors } from "../../stages/frames/registry.ts";
import type { PoolingStrategy, ScoreRules } from "../../stages/pooling/contract.ts";
import { poolingStrategies } from "../../stages/pooling/registry.ts";
import { scoreRules } from "../../stages/pooling/score_rules.ts";

type Registry<Part> = Readonly<Record<string, Part>>;

/** All parts of the pipeline: registries of alternatives, and the parts that every variant uses. */
export interface PipelineParts {
  readonly frameCounting: FrameCounting;
  readonly frameSelectors: Registry<FrameSelector>;
  readonly readPlan: ReadPlan;
  readonly frameTurning: FrameTurning;
  readonly faceDetectors: Registry<FaceDetectorPart>;
  readonly detectorInput: DetectorInputs;
  readonly facePreparation: FacePreparation;
  readonly faceLimits: FaceLimits;
  readonly classifierFamilies: Registry<ClassifierFamily>;
  readonly poolingStrategies: Registry<PoolingStrategy>;
  readonly scoreRules: ScoreRules;
}

/** Parts that Assay ships. */
export const PIPELINE_PARTS: PipelineParts = {
  frameCounting,
  frameSelectors,
  readPlan,
  frameTurning,
  faceDetectors,
  detectorInput: detectorInputPart,
  facePreparation,
  faceLimits,
  classifierFamilies,
  poolingStrategies,
  scoreRules,
};

/** Finds a part by its name in a registry. Configs and cards with unknown names are rejected earlier. */
export function partNamed<Part>(registry: Registry<Part>, name: string): Part {
  const part = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (part === undefined) throw new Error(`no registry has a part "${name}"`);
  return part;
}
