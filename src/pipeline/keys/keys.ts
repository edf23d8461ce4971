import { type Stage, type StageKey, STAGES } from "../../records/run_result.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import type { ActivePart, VariantWork } from "../plan/variant_work.ts";

/** Hash of the code and tools that make a stage's output; equal versions, equal behaviour. */
export type StageVersions = Readonly<Record<Stage, string>>;

/** What a variant's classifiers contribute to its keys. */
export interface KeyedModel {
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
  /**
   * SHA-256 of a file that a part loads, hex.
   * @param file its path under `models/`, as the part declares it
   */
  fileHash(file: string): string;
}

/**
 * The keys of a variant's stages apart from any video: each holds the one before, so that two variants share a
 * stage exactly when everything up to it is equal. A stage's key holds its version, and of each part at work in it
 * the name, the parameters that it reads and does not ignore, and its files.
 * @param models one for each model of the variant, in its order
 */
export function variantKeys(
  work: VariantWork,
  { models, ...context }: KeyContext & { readonly models: readonly KeyedModel[] },
): readonly StageKey[] {
  const facts = stageFacts(work, { models, ...context });
  const keys: StageKey[] = [];
  for (const stage of STAGES) {
    const before = keys.at(-1) ?? "";
    keys.push(shortHash(JSON.stringify([stage, context.versions[stage], before, facts[stage]])));
  }
  return keys;
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
    crop: [facts(work.preparation, work.limits), models.map(({ size }) => size)],
    classify: models.map((model, i) => classifierFacts(work.families[i], { model, context })),
    pool: facts(work.pooling, work.scoreRules),
  };
}

/** Everything about a part that can decide its output. */
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

function session({ provider, threads }: KeyContext): unknown {
  return { provider, threads };
}

/** Everything that decides how many frames of a video decode; 64 hex digits. */
export function frameCountKey({ versions }: KeyContext): string {
  return sha256Hex(JSON.stringify(["frame count", versions.sample]));
}

/**
 * Everything that decides the faces found in a frame as it is turned, whichever frames a variant asks for; 64 hex
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
 * Everything that decides the prepared faces of a frame, whichever of them a variant scores; 64 hex digits.
 * @param options `detection`: the key of the face detection; `size` of a face, pixels
 */
export function preparationKey(
  preparation: ActivePart,
  { detection, size, ...context }: KeyContext & {
    readonly detection: string;
    readonly size: number;
  },
): string {
  const facts = partFacts(preparation, context);
  return sha256Hex(JSON.stringify([detection, context.versions.crop, facts, size]));
}

/** Everything that decides the scores of prepared faces; 64 hex digits. */
export function classifierKey(
  family: ActivePart,
  { model, ...context }: KeyContext & { readonly model: KeyedModel },
): string {
  const facts = classifierFacts(family, { model, context });
  return sha256Hex(JSON.stringify([context.versions.classify, facts]));
}

/** The key of a stage for one video. */
export function videoKey(key: StageKey, contentHash: string | null): StageKey {
  return shortHash(`${key} ${contentHash ?? "unreadable"}`);
}

function shortHash(text: string): StageKey {
  return sha256Hex(text).slice(0, 16) as StageKey;
}
