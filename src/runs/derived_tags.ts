import { largest } from "../base/numeric/extremes.ts";
import type { RunManifest } from "../records/manifest.ts";
import { type FaceRecord, STAGES, type VideoRecord } from "../records/run_result.ts";
import type { VideoMetadata } from "../records/video.ts";

/** Tags that Assay finds out itself, by code point. */
export const DERIVED_TAGS = ["codec", "duration", "facesFound", "resolution"] as const;
export type DerivedTag = (typeof DERIVED_TAGS)[number];

/** Tags of a video; `null`: not known. */
export type DerivedTags = Readonly<Record<DerivedTag, string | null>>;

type Variants = Pick<RunManifest, "variants" | "compareWith">;

const CROP = STAGES.indexOf("crop");

/** Limits between the values of a tag, ascending, and what is written behind them. */
const DURATIONS = { limits: [5, 15, 60], unit: " s", joined: true };
const SHORT_SIDES = { limits: [480, 720, 1080], unit: "", joined: false };

/** Marks of a face detection in frames that were turned in another way than OpenCV does. */
const TURNED = /\+(?:display|none)$/;

/**
 * The tags that a video's record implies: its codec, the short side of its picture in pixels, its duration, and the
 * most faces found in one of the frames that the variant of `compareWith` read.
 */
export function derivedTags(record: VideoRecord, manifest: Variants): DerivedTags {
  const { metadata } = record;
  return {
    codec: metadata?.codec ?? null,
    duration: metadata === null ? null : durationOf(metadata),
    facesFound: record.facesFound ?? facesFound(record, manifest),
    resolution: metadata === null ? null : resolutionOf(metadata),
  };
}

function durationOf({ durationSeconds }: VideoMetadata): string | null {
  return durationSeconds === null ? null : rangeOf(durationSeconds, DURATIONS);
}

function resolutionOf({ width, height }: VideoMetadata): string {
  return rangeOf(Math.min(width, height), SHORT_SIDES);
}

/**
 * Names the range of a value, such as `<480`, `480-719` or `>=1080`.
 * @param options `joined`: the value is not a whole number, so that a range ends where the next begins
 */
function rangeOf(
  value: number,
  { limits, unit, joined }: {
    readonly limits: readonly number[];
    readonly unit: string;
    readonly joined: boolean;
  },
): string {
  const above = limits.findIndex((limit) => value < limit);
  if (above === 0) return `<${limits[0]}${unit}`;
  if (above < 0) return `>=${limits.at(-1)}${unit}`;
  return `${limits[above - 1]}-${limits[above]! - (joined ? 0 : 1)}${unit}`;
}

function facesFound(record: VideoRecord, manifest: Variants): string | null {
  const verdict = record.variants.find(({ variant }) => variant === manifest.compareWith);
  if (!verdict || verdict.status === "failed" || verdict.framesRead === 0) return null;
  const crop = record.stages[verdict.stages[CROP]!]!;
  if (crop.mode === "unknown" && crop.faces === undefined) return null; // imported scores of videos
  // A video that was stopped lists no faces to score, although some may have been found; old journals never list any.
  const listed = verdict.fallback === "aborted" || verdict.fallback === "empty_crop"
    ? undefined
    : crop.faces;
  const faces = listed?.map((place) => record.faces[place]!) ?? detectedFaces(record, manifest);
  const most = 1 + Math.max(-1, largest(faces.map(({ face }) => face)));
  return most > 1 ? ">=2" : String(most);
}

/** The faces of the face detection of `compareWith`, in the frames of any variant. */
function detectedFaces(
  { faces }: VideoRecord,
  { variants, compareWith }: Variants,
): readonly FaceRecord[] {
  const detection = variants.find(({ name }) => name === compareWith)?.faceDetection;
  return faces.filter(({ faceDetection }) => faceDetection.replace(TURNED, "") === detection);
}
