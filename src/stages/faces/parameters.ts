import { z } from "zod";
import { parameter } from "../parameter.ts";

export const RESIZE_RULES = [
  "area_down_cubic_up",
  "cubic_down_area_up",
  "bilinear",
  "bicubic",
] as const;
export type ResizeRule = (typeof RESIZE_RULES)[number];

export const FITS = ["black", "stretch", "square"] as const;
export type Fit = (typeof FITS)[number];

/** Parameters of the detect stage, for every face detector. */
const detectionParameters = {
  /** Name of a face detector in `registry.ts`. */
  faceDetector: parameter({
    schema: z.string().describe("face detector"),
    stage: "detect",
    label: "",
    alwaysNamed: true,
    inCards: "shared",
    presets: { reference: "mtcnn" },
  }),
  detectorScale: parameter({
    schema: z.union([z.literal(0.5), z.literal(1)]).describe(
      "size of the face detector's input, relative to the frame",
    ),
    stage: "detect",
    label: "@",
    alwaysNamed: true,
    presets: { reference: 0.5, notebook: 1 },
  }),
} as const;

/** Parameters of MTCNN. */
const mtcnnParameters = {
  /** Pixels of the face detector's input. */
  minFace: parameter({
    schema: z.number().min(1).max(10000).describe("smallest face to find, pixels"),
    stage: "detect",
    label: "min",
    presets: { reference: 20 },
  }),
  /** Ratio of one pyramid level to the one before. */
  pyramidFactor: parameter({
    schema: z.number().gt(0).lt(1).describe("ratio between pyramid levels"),
    stage: "detect",
    label: "factor",
    presets: { reference: 0.709 },
  }),
  detectionThresholds: parameter({
    schema: z.tuple([
      z.number().gt(0).lt(1),
      z.number().gt(0).lt(1),
      z.number().gt(0).lt(1),
    ]).describe("score thresholds of P-, R- and O-Net"),
    stage: "detect",
    label: "thresholds",
    presets: { reference: [0.7, 0.8, 0.8] },
  }),
} as const;

/** Parameters of face preparation; its size is the classifier's. */
const preparationParameters = {
  preprocessing: parameter({
    schema: z.enum(["variant", "card"]).describe(
      "variant: as this variant says; card: what each model's card states it was trained with goes before it",
    ),
    stage: "crop",
    label: "preprocessing",
    presets: { reference: "variant" },
  }),
  boxScale: parameter({
    schema: z.union([z.number().gt(0), z.literal("inverse")]).describe(
      'boxes are multiplied by this; "inverse": 1 / detectorScale',
    ),
    stage: "crop",
    label: "box",
    alwaysNamed: true,
    presets: { reference: 2, fixed: "inverse" },
    resolve: (scale, { given }) => scale === "inverse" ? 1 / Number(given.detectorScale) : scale,
  }),
  /** The number of pixels is rounded down. */
  margin: parameter({
    schema: z.number().min(0).max(10).describe("fraction of the box added on every side"),
    stage: "crop",
    label: "margin",
    alwaysNamed: true,
    inCards: "each",
    presets: { reference: 1 / 3 },
    text: (margin) => margin === 1 / 3 ? "1/3" : String(margin),
  }),
  resize: parameter({
    schema: z.enum(RESIZE_RULES).describe("interpolation for shrinking and for enlarging"),
    stage: "crop",
    label: "",
    alwaysNamed: true,
    inCards: "each",
    presets: { reference: "area_down_cubic_up", notebook: "cubic_down_area_up" },
  }),
  fit: parameter({
    schema: z.enum(FITS).describe(
      "black: the crop keeps its aspect, centred on black; stretch: it is stretched to a square; " +
        "square: the box is made square before it is cut",
    ),
    stage: "crop",
    label: "",
    inCards: "each",
    presets: { reference: "black" },
  }),
  /** Aligned faces are not cropped: margin, resize and fit have no effect. */
  align: parameter({
    schema: z.enum(["none", "landmarks"]).describe(
      "landmarks: the face is turned and scaled so that eyes, nose and mouth lie as in the card's template; " +
        "none: it is cropped",
    ),
    stage: "crop",
    label: "",
    inCards: "each",
    presets: { reference: "none" },
  }),
} as const;

/** Parameters that decide which of the faces found are scored. */
const limitParameters = {
  noFace: parameter({
    schema: z.enum(["skip", "abort"]).describe(
      "skip: ignore frames without a face; abort: such a frame ends the video at 0.5",
    ),
    stage: "crop",
    label: "noface",
    presets: { reference: "skip", notebook: "abort" },
  }),
  /** The first faces, in frame order. `4n-1`: n is the number of frames requested. */
  maxFaces: parameter({
    schema: z.union([z.literal("4n-1"), z.literal("none"), z.int().min(1)]).describe(
      "most faces scored per video; n: the number of frames",
    ),
    stage: "crop",
    label: "faces",
    presets: { reference: "4n-1", fixed: "none" },
    resolve: (most, { given }) => {
      if (most !== "4n-1") return most;
      return given.selection === "all" ? "none" : 4 * Number(given.frames) - 1;
    },
  }),
} as const;

export const faceParameters = {
  ...detectionParameters,
  ...mtcnnParameters,
  ...preparationParameters,
  ...limitParameters,
} as const;
