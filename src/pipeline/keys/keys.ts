import type { LandmarkTemplate } from "../../records/face.ts";
import type { Stage, StageKey, StageKeys } from "../../records/run_result.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import type { ActivePart, VariantWork } from "../plan/variant_work.ts";

/** Hash of the code and tools of each stage; stages with equal versions behave equally. */
export type StageVersions = Readonly<Record<Stage, string>>;

/** Facts about a variant's model that are part of its keys. */
export interface KeyedModel {
  /** SHA-256 of the model file, hex. */
  readonly sha256: string;
  /** Digest of the card's input and output sections. */
  readonly interface: string;
  /** Side of its input, pixels. */
  readonly size: number;
  /** Places of the landmarks in its faces; `null`: its faces are not aligned. */
  readonly template: LandmarkTemplate | null;
}

/** Facts that keys depend on, beside the variant's own parameters. */
export interface KeyContext {
  readonly versions: StageVersions;
  readonly provider: string;
  readonly threads: number;
  /**
   * Gets the SHA-256 of a file that a part loads, hex.
   * @param file path under `models/`, as declared by the part
   */
  fileHash(file: string): string;
}

/**
 * Computes the keys of a variant's six stages, independent of any video. Each key includes the one before, so that
 * two variants share a stage exactly if everything up to it is equal. A stage's key includes its version and, for
 * each of its parts, the name, the parameters that it reads and does not ignore, and the hashes of its files.
 * @param models one for each model of the variant, in its order
 */
export function variantKeys(
  work: VariantWork,
  { models, ...context }: KeyContext & { readonly models: readonly KeyedModel[] },
): StageKeys {
  const facts = stageFacts(work, { models, ...context });
  let before = "";
  const next = (stage: Stage) => {
    const key = shortHash(JSON.stringify([stage, context.versions[stage], before, facts[stage]]));
    before = key;
    return key;
  };
  return [
    next("sample"),
    next("decode"),
    next("detect"),
    next("crop"),
    next("classify"),
    next("pool"),
  ];
}

function stageFacts(
  work: VariantWork,
  { models, ...context }: KeyContext & { readonly models: readonly KeyedModel[] },
): Readonly<Record<Stage, unknown>> {
  const facts = (...parts: readonly ActivePart[]) => parts.map((part) => partFacts(part, context));
  return {
    sample: facts(work.counting, work.selector, work.reading),
    decode: facts(work.turning),
    detect: facts(work.detectorInput, work.detector),
    crop: [
      facts(work.limits),
      models.map((model, i) => preparationFacts(work.preparations[i]!, { model, context })),
    ],
    classify: models.map((model, i) => classifierFacts(work.families[i]!, { model, context })),
    pool: facts(work.pooling, work.scoreRules),
  };
}

/** Lists all facts that a part's output can depend on. */
function partFacts({ part, use }: ActivePart, context: KeyContext): unknown {
  const { files = [] } = part;
  if (files.length === 0) return [use.part, use.parameters];
  const hashes = files.map((file) => [file, context.fileHash(file)]);
  return [use.part, use.parameters, hashes, session(context)];
}

function classifierFacts(
  family: ActivePart,
  { model, context }: { readonly model: KeyedModel; readonly context: KeyContext },
): unknown {
  return [partFacts(family, context), model.sha256, model.interface, session(context)];
}

function preparationFacts(
  preparation: ActivePart,
  { model: { size, template }, context }: {
    readonly model: Pick<KeyedModel, "size" | "template">;
    readonly context: KeyContext;
  },
): unknown {
  return [partFacts(preparation, context), size, ...(template === null ? [] : [template])];
}

function session({ provider, threads }: KeyContext): unknown {
  return { provider, threads };
}

/** Hash of everything that decides how many frames of a video decode; 64 hex digits. */
export function frameCountKey({ versions }: KeyContext): string {
  return sha256Hex(JSON.stringify(["frame count", versions.sample]));
}

/**
 * Hash of everything that decides the faces found in a rotated frame, whichever frames a variant requests; 64 hex
 * digits.
 */
export function detectionKey(
  { detectorInput, detector }: Pick<VariantWork, "detectorInput" | "detector">,
  context: KeyContext,
): string {
  const { decode, detect } = context.versions;
  const parts = [detectorInput, detector].map((part) => partFacts(part, context));
  return sha256Hex(JSON.stringify([decode, detect, parts]));
}

/**
 * Computes the key of a face preparation, independent of which faces a variant scores; 64 hex digits.
 * @param options `detection`: key of the face detection; `model`: the model that the face is prepared for
 */
export function preparationKey(
  preparation: ActivePart,
  { detection, model, ...context }: KeyContext & {
    readonly detection: string;
    readonly model: Pick<KeyedModel, "size" | "template">;
  },
): string {
  const facts = preparationFacts(preparation, { model, context });
  return sha256Hex(JSON.stringify([detection, context.versions.crop, facts]));
}

/** Computes the key of a classifier's scores of prepared faces; 64 hex digits. */
export function classifierKey(
  family: ActivePart,
  { model, ...context }: KeyContext & { readonly model: KeyedModel },
): string {
  const facts = classifierFacts(family, { model, context });
  return sha256Hex(JSON.stringify([context.versions.classify, facts]));
}

/** Computes the key of a stage for one video. @param contentHash SHA-256 of its file; `null`: it cannot be read */
export function videoKey(key: StageKey, contentHash: string | null): StageKey {
  return shortHash(`${key} ${contentHash ?? "unreadable"}`);
}

function shortHash(text: string): StageKey {
  return sha256Hex(text).slice(0, 16) as StageKey;
}
