import { STAGES, type TimingMode, type VideoRecord } from "../records/run_result.ts";
import type { Fallback, VideoStatus } from "../records/verdict.ts";

/** An unchecked value that should have the type T. */
type Loose<T> = { readonly [Key in keyof T]?: unknown } | null | undefined;
type Item<Key extends "stages" | "faces" | "variants"> = Loose<VideoRecord[Key][number]>;

const STATUSES = new Set<unknown>(
  ["ok", "no_frames", "no_face", "failed"] satisfies VideoStatus[],
);
const FALLBACKS = new Set<unknown>(
  [
    ...["single_face", "aborted", "empty_crop"] satisfies Fallback[],
    ...["no_face", "no_frames", "error"] satisfies Fallback[],
  ],
);
const MODES = new Set<unknown>(
  ["attributed", "isolated", "cached", "unknown"] satisfies TimingMode[],
);
const BOX_SIDES = 4;

/**
 * Finds the place where a value is not a valid video record, such as `variants[0].probability`; empty: it is not a
 * record at all; `null`: it is valid. It runs for every line of a run, so it only compares and allocates nothing.
 */
export function recordFault(value: unknown): string | null {
  const record = value as Loose<VideoRecord>;
  if (typeof record !== "object" || record === null) return "";
  const { stages, faces, variants } = record;
  if (!Array.isArray(stages)) return "stages";
  if (!Array.isArray(faces)) return "faces";
  if (!Array.isArray(variants)) return "variants";
  return videoFault(record) ?? facesFault(faces) ?? stagesFault(stages, faces.length) ??
    variantsFault(variants, stages);
}

// A loop for each list, since a shared loop would make indirect calls and take twice the time.

function facesFault(faces: readonly Item<"faces">[]): string | null {
  for (let i = 0; i < faces.length; i++) {
    const fault = faceFault(faces[i]);
    if (fault !== null) return placeText(`faces[${i}]`, fault);
  }
  return null;
}

function stagesFault(stages: readonly Item<"stages">[], faceCount: number): string | null {
  for (let i = 0; i < stages.length; i++) {
    const fault = stageFault(stages[i], faceCount);
    if (fault !== null) return placeText(`stages[${i}]`, fault);
  }
  return null;
}

function variantsFault(
  variants: readonly Item<"variants">[],
  stages: readonly Item<"stages">[],
): string | null {
  for (let i = 0; i < variants.length; i++) {
    const fault = variantFault(variants[i], stages);
    if (fault !== null) return placeText(`variants[${i}]`, fault);
  }
  return null;
}

function placeText(item: string, fault: string): string {
  return fault === "" ? item : `${item}.${fault}`;
}

function videoFault(record: NonNullable<Loose<VideoRecord>>): string | null {
  const { filename, label, group, split, tags, contentHash, metadata } = record;
  const { milliseconds, helpedMs } = record;
  if (typeof filename !== "string") return "filename";
  if (label !== null && label !== "REAL" && label !== "FAKE") return "label";
  if (typeof group !== "string") return "group";
  if (!isTextOrNull(split)) return "split";
  const tag = tags === undefined ? null : tagsFault(tags);
  if (tag !== null) return tag;
  if (!isTextOrNull(contentHash)) return "contentHash";
  if (typeof metadata !== "object") return "metadata";
  if (!Number.isFinite(milliseconds)) return "milliseconds";
  if (record.facesFound !== undefined && typeof record.facesFound !== "string") return "facesFound";
  return helpedMs === undefined || Number.isFinite(helpedMs) ? null : "helpedMs";
}

function tagsFault(tags: unknown): string | null {
  if (typeof tags !== "object" || tags === null || Array.isArray(tags)) return "tags";
  for (const name in tags) {
    if (typeof (tags as Record<string, unknown>)[name] !== "string") return `tags["${name}"]`;
  }
  return null;
}

function stageFault(record: Item<"stages">, faceCount: number): string | null {
  if (typeof record !== "object" || record === null) return "";
  const { stage, key, digest, milliseconds, mode, faces } = record;
  if (typeof stage !== "string") return "stage";
  if (typeof key !== "string") return "key";
  if (!isTextOrNull(digest)) return "digest";
  if (!Number.isFinite(milliseconds)) return "milliseconds";
  if (!MODES.has(mode)) return "mode";
  return faces === undefined || arePlaces(faces, faceCount) ? null : "faces";
}

function faceFault(record: Item<"faces">): string | null {
  if (typeof record !== "object" || record === null) return "";
  const { frame, face, faceDetection, facePreparation, box, detection, scores } = record;
  if (!isInteger(frame)) return "frame";
  if (!isInteger(face)) return "face";
  if (typeof faceDetection !== "string") return "faceDetection";
  if (typeof facePreparation !== "string") return "facePreparation";
  if (box !== null && !isBox(box)) return "box";
  if (detection !== null && !Number.isFinite(detection)) return "detection";
  if (typeof scores !== "object" || scores === null) return "scores";
  for (const column in scores) {
    if (!isShare((scores as Record<string, unknown>)[column])) return `scores["${column}"]`;
  }
  return null;
}

function variantFault(record: Item<"variants">, ofVideo: readonly Item<"stages">[]): string | null {
  if (typeof record !== "object" || record === null) return "";
  const { variant, probability, branch, status, fallback, error, stages } = record;
  if (typeof variant !== "string") return "variant";
  if (!isShare(probability)) return "probability";
  if (typeof branch !== "string") return "branch";
  if (!STATUSES.has(status)) return "status";
  if (fallback !== null && !FALLBACKS.has(fallback)) return "fallback";
  if (!isTextOrNull(error)) return "error";
  if (!Array.isArray(stages) || stages.length !== STAGES.length) return "stages";
  for (let s = 0; s < STAGES.length; s++) {
    if (ofVideo[stages[s]]?.stage !== STAGES[s]) return `stages[${s}]`;
  }
  return countFault(record);
}

function countFault(
  { faces, framesRequested, framesRead }: NonNullable<Item<"variants">>,
): string | null {
  if (!isCount(faces)) return "faces";
  if (!isCount(framesRequested)) return "framesRequested";
  return isCount(framesRead) ? null : "framesRead";
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

/** Tells whether a value is a number in [0, 1]. */
function isShare(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 1;
}

function isBox(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== BOX_SIDES) return false;
  return isInteger(value[0]) && isInteger(value[1]) && isInteger(value[2]) && isInteger(value[3]);
}

/** Tells whether a value is a 32-bit integer, as in the tables. */
function isInteger(value: unknown): boolean {
  return value === ((value as number) | 0);
}

/** Tells whether a value is a whole number, or `null`: not known. */
function isCount(value: unknown): boolean {
  return value === null || isInteger(value);
}

/** Tells whether a value is a list of indices below `length`. */
function arePlaces(value: unknown, length: number): boolean {
  if (!Array.isArray(value)) return false;
  for (const place of value) {
    if (!isInteger(place) || place < 0 || place >= length) return false;
  }
  return true;
}
