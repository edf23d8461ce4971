import { type Stage, type StageKey, STAGES } from "../../records/run_result.ts";
import type { Variant } from "../../config/variant.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import type { StageVersions } from "./stage_versions.ts";

/** What a variant's classifiers contribute to its keys. */
export interface KeyedModel {
  readonly name: string;
  /** SHA-256 of the model file, hex. */
  readonly sha256: string;
  /** Digest of the card's input and output sections. */
  readonly interface: string;
  /** Width and height of its input, pixels. */
  readonly size: number;
}

/** What decides keys beside the variant's own parameters. */
export interface KeyContext {
  readonly versions: StageVersions;
  readonly provider: string;
  readonly threads: number;
  readonly models: readonly KeyedModel[];
  /** SHA-256 over the face detector's networks, hex. */
  readonly faceNetworks: string;
}

/**
 * The parameters of each stage, in the words of the config. Every parameter that can change an output is
 * here exactly once, in the first stage that it touches; `decision` touches metrics only.
 */
export function stageParameters(variant: Variant, context: KeyContext): Record<Stage, unknown> {
  const session = { provider: context.provider, threads: context.threads };
  const whole = variant.faceDetector === "whole_frame";
  return {
    sample: {
      selection: variant.selection,
      frames: variant.selection === "all" ? null : variant.frames,
      jitter: variant.selection === "uniform" ? variant.jitter : null,
      seed: usesSeed(variant) ? variant.seed : null,
      readIndices: variant.readIndices,
    },
    decode: {},
    detect: whole ? { faceDetector: variant.faceDetector, detectorScale: variant.detectorScale } : {
      faceDetector: variant.faceDetector,
      networks: context.faceNetworks,
      detectorScale: variant.detectorScale,
      minFace: variant.minFace,
      pyramidFactor: variant.pyramidFactor,
      detectionThresholds: variant.detectionThresholds,
      ...session,
    },
    crop: {
      boxScale: boxScaleOf(variant),
      margin: variant.margin,
      resize: variant.resize,
      noFace: variant.noFace,
      maxFaces: faceLimitOf(variant),
      sizes: context.models.map((model) => model.size),
    },
    classify: {
      models: context.models.map((model) => [model.sha256, model.interface]),
      precision: variant.precision,
      batchSize: variant.batchSize,
      ...session,
    },
    pool: {
      pooling: variant.pooling,
      threshold: variant.pooling === "confident" ? variant.threshold : null,
      singleFace: variant.singleFace,
    },
  };
}

/** Whether random numbers are drawn at all, so that seeds of nothing do not part equal work. */
function usesSeed(variant: Variant): boolean {
  return variant.selection === "random" || (variant.selection === "uniform" && variant.jitter > 0);
}

/** The factor that `boxScale` stands for. */
export function boxScaleOf(variant: Pick<Variant, "boxScale" | "detectorScale">): number {
  return variant.boxScale === "inverse" ? 1 / variant.detectorScale : variant.boxScale;
}

/** The most faces of a video that are scored; Infinity when there is no limit. */
export function faceLimitOf(variant: Pick<Variant, "maxFaces" | "frames" | "selection">): number {
  if (variant.maxFaces === "none") return Infinity;
  if (variant.maxFaces !== "4n-1") return variant.maxFaces;
  return variant.selection === "all" ? Infinity : 4 * variant.frames - 1;
}

/**
 * The keys of a variant's stages apart from any video: each holds the one before, so that two variants
 * share a stage exactly when everything up to it is equal.
 */
export function variantKeys(variant: Variant, context: KeyContext): readonly StageKey[] {
  const parameters = stageParameters(variant, context);
  const keys: StageKey[] = [];
  for (const stage of STAGES) {
    const before = keys.at(-1) ?? "";
    const text = JSON.stringify([
      stage,
      context.versions[stage],
      before,
      parameters[stage],
    ], (_, value) => value === Infinity ? "none" : value);
    keys.push(shortHash(text));
  }
  return keys;
}

/** Everything that decides the faces found in a frame, whichever frames a variant asks for; 64 hex digits. */
export function detectionKey(variant: Variant, context: KeyContext): string {
  const { decode, detect } = context.versions;
  return sha256Hex(JSON.stringify([decode, detect, stageParameters(variant, context).detect]));
}

/**
 * Everything that decides the prepared faces of a frame, whichever of them a variant scores; 64 hex digits.
 * @param preparation what a face is cut and brought to size by
 */
export function preparationKey(
  detection: string,
  preparation: unknown,
  { versions }: Pick<KeyContext, "versions">,
): string {
  return sha256Hex(JSON.stringify([detection, versions.crop, preparation]));
}

/** The key of a stage for one video. */
export function videoKey(key: StageKey, contentHash: string | null): StageKey {
  return shortHash(`${key} ${contentHash ?? "unreadable"}`);
}

function shortHash(text: string): StageKey {
  return sha256Hex(text).slice(0, 16) as StageKey;
}
