import {
  type Digest,
  type FaceRecord,
  type Stage,
  type StageKey,
  type StageRecord,
  type TimingMode,
  type VariantRecord,
  type VideoRecord,
} from "../domain/run_result.ts";
import type { Verdict } from "../domain/verdict.ts";
import type { DatasetVideo, VideoMetadata } from "../domain/video.ts";
import type { Digester } from "../runtime/hash.ts";
import { videoKey } from "./keys.ts";
import type { Plan, PlannedVariant } from "./plan.ts";
import { facesScored, verdictOf, withoutScore } from "./verdicts.ts";
import type { ClassifyView, FaceSlot, View, Views } from "./views.ts";

/** What is known of a video beside its views. */
export interface VideoFacts {
  readonly video: DatasetVideo;
  readonly contentHash: string | null;
  readonly metadata: VideoMetadata | null;
  readonly mode: TimingMode;
  readonly milliseconds: number;
  readonly digests: Digester;
}

/** The record of a video whose pass came to its end. Pools the scores of every variant. */
export function videoRecord(plan: Plan, views: Views, facts: VideoFacts): VideoRecord {
  const table = new StageTable(facts);
  for (const view of views.classifies) closeClassify(view);
  const variants = plan.variants.map((planned, i): VariantRecord => {
    const view = views.byVariant[i];
    const start = performance.now();
    const verdict = verdictOf(planned, view);
    const milliseconds = performance.now() - start;
    const digest = facts.digests.of(JSON.stringify(verdict));
    const pool = { stage: "pool" as const, key: planned.keys[5], digest, milliseconds };
    const stages = [...beforePool(view).map((entry) => table.view(...entry)), table.add(pool)];
    return { variant: planned.variant.name, ...verdict, stages };
  });
  return { ...described(facts), stages: table.stages, faces: faceRecords(plan, views), variants };
}

/** The record of a video that could not be brought to its end: every variant falls back. */
export function failedRecord(
  plan: Plan,
  views: Views,
  facts: VideoFacts & { error: string },
): VideoRecord {
  const table = new StageTable(facts);
  const variants = plan.variants.map((planned, i): VariantRecord => {
    const { sample } = views.byVariant[i].crop.detect;
    const { framesRequested, framesRead } = sample;
    const counts = { faces: 0, framesRequested, framesRead };
    const shortfall = { status: "failed", fallback: "error", error: facts.error } as const;
    const verdict: Verdict = withoutScore(shortfall, counts);
    return { variant: planned.variant.name, ...verdict, stages: unreached(planned, table) };
  });
  return { ...described(facts), stages: table.stages, faces: [], variants };
}

/** One record out of those of each variant alone. */
export function mergeRecords(records: readonly VideoRecord[]): VideoRecord {
  const [first] = records;
  const stages: StageRecord[] = [];
  const faces = new Map<string, FaceRecord>();
  const variants = records.flatMap((record) => {
    const offset = stages.length;
    stages.push(...record.stages);
    for (const face of record.faces) {
      const name = [face.frame, face.face, face.faceDetection, face.facePreparation].join();
      const scores = { ...faces.get(name)?.scores, ...face.scores };
      faces.set(name, { ...face, scores });
    }
    return record.variants.map((variant) => ({
      ...variant,
      stages: variant.stages.map((index) => index + offset),
    }));
  });
  const milliseconds = records.reduce((sum, record) => sum + record.milliseconds, 0);
  return { ...first, stages, faces: [...faces.values()].sort(byPlace), variants, milliseconds };
}

/** Stage records of a video, each distinct view once. */
class StageTable {
  readonly stages: StageRecord[] = [];
  readonly #places = new Map<StageKey, number>();
  readonly #facts: VideoFacts;

  constructor(facts: VideoFacts) {
    this.#facts = facts;
  }

  /** The place of a stage's record, which is added unless its key is known. */
  add(
    { stage, key, digest, milliseconds }: {
      stage: Stage;
      key: StageKey;
      digest: Digest | null;
      milliseconds: number;
    },
  ): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const { contentHash, mode } = this.#facts;
    this.#places.set(key, this.stages.length);
    const record = { stage, key: videoKey(key, contentHash), digest, milliseconds, mode };
    return this.stages.push(record) - 1;
  }

  view(stage: Stage, { key, hash, milliseconds }: View): number {
    return this.add({ stage, key, digest: this.#facts.digests.hex(hash), milliseconds });
  }
}

/** The views that a variant's verdict rests on. */
function beforePool(classify: ClassifyView): [Stage, View][] {
  const { crop } = classify;
  const { detect } = crop;
  return [
    ["sample", detect.sample],
    ["decode", detect.sample.decode],
    ["detect", detect],
    ["crop", crop],
    ["classify", classify],
  ];
}

/** Places of the stages of a variant that never came to its end. */
function unreached(planned: PlannedVariant, table: StageTable): number[] {
  const stages: Stage[] = ["sample", "decode", "detect", "crop", "classify", "pool"];
  return stages.map((stage, i) =>
    table.add({ stage, key: planned.keys[i], digest: null, milliseconds: 0 })
  );
}

/** Adds the scores, now that all are there, to a classify view's digest and time. */
function closeClassify(view: ClassifyView): void {
  if (view.crop.stopped) return;
  view.scorings.forEach((_, model) => {
    const scores = facesScored(view, model);
    const values = Float32Array.from(scores, ({ probability }) => probability);
    view.hash.update(new Uint8Array(values.buffer));
    for (const { milliseconds } of scores) view.milliseconds += milliseconds;
  });
}

/** A row for each distinct face and preparation that a view holds. */
function faceRecords(plan: Plan, views: Views): FaceRecord[] {
  const slots = new Set(views.crops.flatMap((crop) => crop.faces.flat()));
  return [...slots].map((slot) => faceRecord(plan, slot)).sort(byPlace);
}

function faceRecord(plan: Plan, slot: FaceSlot): FaceRecord {
  const preparation = plan.preparations[slot.preparation];
  const scores: Record<string, number> = {};
  for (const [classifier, score] of slot.scores) {
    if (score) scores[plan.classifiers[classifier].column] = score.probability;
  }
  return {
    frame: slot.frame,
    face: slot.face,
    faceDetection: plan.detections[preparation.detection].name,
    facePreparation: preparation.name,
    box: slot.box,
    detection: slot.detection,
    scores,
  };
}

function byPlace(a: FaceRecord, b: FaceRecord): number {
  return a.frame - b.frame || a.face - b.face ||
    byCodePoint(a.faceDetection, b.faceDetection) ||
    byCodePoint(a.facePreparation, b.facePreparation);
}

/** Names of settings are ASCII, where UTF-16 order is code point order. */
function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function described({ video, contentHash, metadata, milliseconds }: VideoFacts) {
  const { id, label, group, split } = video;
  return { filename: id, label, group, split, contentHash, metadata, milliseconds };
}
