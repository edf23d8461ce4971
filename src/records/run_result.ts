import type { Brand, Label, Tags, VideoId, VideoMetadata } from "./video.ts";
import type { Verdict } from "./verdict.ts";

/** The steps of the pipeline, in order. */
export const STAGES = ["sample", "decode", "detect", "crop", "classify", "pool"] as const;
export type Stage = (typeof STAGES)[number];

/** Hash of everything that decides a stage's output: equal keys mean equal work. 16 hex digits. */
export type StageKey = Brand<string, "StageKey">;

/** Keys of the six stages, in order. */
export type StageKeys = readonly [
  sample: StageKey,
  decode: StageKey,
  detect: StageKey,
  crop: StageKey,
  classify: StageKey,
  pool: StageKey,
];

/** Hash of a stage's output as one variant saw it. 16 hex digits. */
export type Digest = Brand<string, "Digest">;

/** Mode of a time: shared with other variants, alone, read from the stage cache, or not known. */
export type TimingMode = "attributed" | "isolated" | "cached" | "unknown";

/** A stage of one video as one or several variants saw it. */
export interface StageRecord {
  readonly stage: Stage;
  readonly key: StageKey;
  /** `null`: the stage was not reached, or it is not known, as of imported scores. */
  readonly digest: Digest | null;
  /** Time of this work, also if other variants share it, milliseconds; 0 where the mode is `unknown`. */
  readonly milliseconds: number;
  readonly mode: TimingMode;
  /**
   * Crop stage only: places in the video's `faces` of the faces to score, in frame order, each with every face
   * preparation of the view. Left out: another stage, or a journal of an older version.
   */
  readonly faces?: readonly number[];
}

/** One face with one face preparation and its scores. */
export interface FaceRecord {
  /** Place in the decoded stream, from 0. */
  readonly frame: number;
  /** Rank within the frame, from 0, in the face detector's order. */
  readonly face: number;
  /** Name of the face detection's settings; the manifest explains it. */
  readonly faceDetection: string;
  /** Name of the face preparation's settings; the manifest explains it. */
  readonly facePreparation: string;
  /** `[x1, y1, x2, y2]`: whole-frame pixels, scaled and truncated, before the margin; `null`: not known. */
  readonly box: readonly [number, number, number, number] | null;
  /** The face detector's confidence, in [0, 1]; `null`: not known. */
  readonly detection: number | null;
  /** P(fake) by `classifier@precision@bN`. */
  readonly scores: Readonly<Record<string, number>>;
}

type UnknownCount = "faces" | "framesRequested" | "framesRead";

/** A verdict and the stages behind it. */
export interface VariantRecord extends Omit<Verdict, UnknownCount> {
  readonly variant: string;
  /** As in a verdict; here and below, `null`: not known, as of imported scores. */
  readonly faces: number | null;
  readonly framesRequested: number | null;
  readonly framesRead: number | null;
  /** Six indices into the video's `stages`, in the order of STAGES. */
  readonly stages: readonly number[];
}

/** All results for one video: a line of the journal. */
export interface VideoRecord {
  readonly filename: VideoId;
  readonly label: Label | null;
  readonly group: string;
  readonly split: string | null;
  /** What the dataset says beside that; left out: nothing, or a journal of an older version. */
  readonly tags?: Tags;
  /** SHA-256 of the file, hex; `null`: it could not be read. */
  readonly contentHash: string | null;
  /** `null`: it could not be probed. */
  readonly metadata: VideoMetadata | null;
  /** Each distinct stage view once; variants refer to them by index. */
  readonly stages: readonly StageRecord[];
  /** Sorted by frame, face, face detection and face preparation. */
  readonly faces: readonly FaceRecord[];
  /** Listed in config order. */
  readonly variants: readonly VariantRecord[];
  /** Wall time of the whole video, milliseconds; 0 for imported scores. */
  readonly milliseconds: number;
  /** Value of the tag `facesFound`, as the table of imported scores has it; left out: it follows from the faces. */
  readonly facesFound?: string;
  /** Time of other workers on its scores, milliseconds; left out: none. */
  readonly helpedMs?: number;
}
