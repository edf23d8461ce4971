import type { Parameters } from "./variant.ts";

export const PRESET_NAMES = ["reference", "notebook", "fixed"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** Every parameter but the model, which no preset names. */
export type Preset = Omit<Parameters, "model">;

/** The published inference code of DFDC's winner, accidents included. */
const reference: Preset = {
  selection: "uniform",
  frames: 32,
  jitter: 0,
  seed: 0,
  readIndices: "walk",
  faceDetector: "mtcnn",
  detectorScale: 0.5,
  minFace: 20,
  pyramidFactor: 0.709,
  detectionThresholds: [0.7, 0.8, 0.8],
  boxScale: 2,
  margin: 1 / 3,
  resize: "area_down_cubic_up",
  noFace: "skip",
  maxFaces: "4n-1",
  precision: "fp32",
  batchSize: "auto",
  pooling: "confident",
  threshold: 0.8,
  singleFace: "fallback",
  decision: 0.5,
};

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  reference,
  /** A well-known annotated rewrite of it, with the places where it differs. */
  notebook: {
    ...reference,
    detectorScale: 1,
    noFace: "abort",
    resize: "cubic_down_area_up",
  },
  /** The reference with its accidents mended. */
  fixed: {
    ...reference,
    readIndices: "each",
    boxScale: "inverse",
    maxFaces: "none",
    singleFace: "score",
  },
};
