import type { Box } from "../records/face.ts";
import type { GoldenFolder } from "./golden_folder.ts";

/** A run of the original code over one video, from `pipeline.json`. */
export interface GoldenRun {
  readonly video: string;
  readonly mode: "reference" | "notebook";
  readonly numFrames: number;
  readonly jitter: number;
  readonly seed: number | null;
  readonly streamPositions: readonly number[] | null;
  readonly facesDetected: number;
  readonly facesClassified: number;
  /** Reason why extraction was aborted; `null`: it was not. */
  readonly aborted: string | null;
  /** Exception raised by the original's scoring; `null`: none. */
  readonly error: string | null;
  readonly score: number;
  /** `null`: the strategy was not reached. */
  readonly strategyBranch: string | null;
  readonly mesonet: {
    readonly Meso4_DF?: { readonly meanFake: number; readonly confidentStrategy: number };
  };
  readonly frames: readonly GoldenFrame[];
}

export interface GoldenFrame {
  readonly position: number;
  /** Boxes in pixels of the face detector's input, float32 in their shortest decimal form; `null`: no face. */
  readonly boxes: readonly Box[] | null;
  readonly faces?: readonly GoldenFace[];
}

export interface GoldenFace {
  /** Pixels of the frame. */
  readonly intBox: readonly number[];
  /** `[row0, row1, column0, column1]` before clipping to the frame. */
  readonly cropSlice: readonly [number, number, number, number];
  readonly cropHeight: number;
  readonly cropWidth: number;
  readonly cropSha256: string;
  /** SHA-256 of the face at 380 pixels; left out: it was not prepared. */
  readonly faceSha256?: string;
  /** SHA-256 of the face at 256 pixels. */
  readonly face256Sha256?: string;
  /** Index in the batch; left out: dropped because the batch was full, or nothing was scored. */
  readonly batchIndex?: number;
  readonly sigmoid?: number;
  /** 1 - P(real) of the face at 256 pixels. */
  readonly mesoFake?: { readonly Meso4_DF?: number };
}

/** The seeded EfficientNet of the golden runs. */
export interface GoldenClassifier {
  readonly seed: number;
  readonly fcGain: number;
  /** Side of the input, pixels. */
  readonly inputSize: number;
}

/** Factor of boxes in both modes; in the notebook it is a bug. */
export const BOX_SCALE = 2;

export function goldenRuns(
  golden: GoldenFolder,
): { readonly runs: readonly GoldenRun[]; readonly classifier: GoldenClassifier } {
  return golden.json("pipeline.json");
}
