import {
  type FaceRecord,
  type Stage,
  type StageKey,
  type StageRecord,
  type TimingMode,
  type VariantRecord,
  type VideoRecord,
} from "../../records/run_result.ts";
import type { Verdict } from "../../records/verdict.ts";
import type { DatasetVideo, VideoMetadata } from "../../records/video.ts";
import { systemClock } from "../../platform/host/clock.ts";
import type { Digester } from "../../platform/files/hash.ts";
import { videoKey } from "../keys/keys.ts";
import type { PipelineParts } from "./parts.ts";
import type { Plan, PlannedVariant } from "../plan/plan.ts";
import { facesScored, verdictOf, withoutScore } from "./verdicts.ts";
import type { ClassifyView, CropView, FaceSlot, View, Views } from "./views.ts";

/** What is known of a video beside its views. */
export interface VideoFacts {
  readonly video: DatasetVideo;
  readonly contentHash: string | null;
  readonly metadata: VideoMetadata | null;
  readonly mode: TimingMode;
  readonly milliseconds: number;
  readonly digests: Digester;
  readonly parts: PipelineParts;
}

/** The record of one pass over a video. */
export interface PassRecord {
  readonly record: VideoRecord;
  /** For each of the record's faces the place of its preparation in the plan. */
  readonly preparations: readonly number[];
}

/** The record of a video whose pass came to its end. Pools the scores of every variant. */
export function videoRecord(plan: Plan, views: Views, facts: VideoFacts): PassRecord {
  const faces = numberedFaces(plan, views);
  const table = new StageTable({ ...facts, places: faces.places });
  for (const view of views.classifies) closeClassify(view);
  const variants = plan.variants.map((planned, i): VariantRecord => {
    const view = views.byVariant[i]!;
    const start = systemClock.now();
    const verdict = verdictOf(planned, view, facts.parts);
    const milliseconds = systemClock.now() - start;
    const digest = facts.digests.of(JSON.stringify(verdict));
    const pool = { stage: "pool" as const, key: planned.keys[5], digest, milliseconds };
    const stages = [
      ...beforePool(view).map(([stage, seen]) => table.view(stage, seen)),
      table.add(pool),
    ];
    return { variant: planned.variant.name, ...verdict, stages };
  });
  const record = { ...described(facts), stages: table.stages, faces: faces.records, variants };
  const helpedMs = scoredByOthers(faces.places.keys());
  const { preparations } = faces;
  return { record: helpedMs > 0 ? { ...record, helpedMs } : record, preparations };
}

/** Milliseconds that other workers spent on the scores of faces. */
function scoredByOthers(slots: Iterable<FaceSlot>): number {
  let sum = 0;
  for (const { scores } of slots) {
    for (const score of scores.values()) if (score?.byOther) sum += score.milliseconds;
  }
  return sum;
}

/** The record of a video that could not be brought to its end: every variant falls back. */
export function failedRecord(
  plan: Plan,
  views: Views,
  facts: VideoFacts & { error: string },
): VideoRecord {
  const table = new StageTable({ ...facts, places: new Map() });
  const variants = plan.variants.map((planned, i): VariantRecord => {
    const { sample } = views.byVariant[i]!.crop.detect;
    const { framesRequested, framesRead } = sample;
    const counts = { faces: 0, framesRequested, framesRead };
    const shortfall = { status: "failed", fallback: "error", error: facts.error } as const;
    const verdict: Verdict = withoutScore(shortfall, counts);
    return { variant: planned.variant.name, ...verdict, stages: unreached(planned, table) };
  });
  return { ...described(facts), stages: table.stages, faces: [], variants };
}

/** One record out of those of each variant alone. All passes are of one plan. */
export function mergeRecords(passes: readonly PassRecord[]): VideoRecord {
  const records = passes.map(({ record }) => record);
  const first = records[0]!; // a plan has at least one variant
  const { faces, places } = mergedFaces(passes);
  const stages: StageRecord[] = [];
  const variants = passes.flatMap((pass) => {
    const { record } = pass;
    const offset = stages.length;
    const placeOf = (face: number) => places.get(faceOf(pass, face))!;
    for (const stage of record.stages) {
      stages.push(stage.faces ? { ...stage, faces: stage.faces.map(placeOf) } : stage);
    }
    return record.variants.map((variant) => ({
      ...variant,
      stages: variant.stages.map((index) => index + offset),
    }));
  });
  const milliseconds = records.reduce((sum, record) => sum + record.milliseconds, 0);
  return { ...first, stages, faces, variants, milliseconds };
}

/** Every face once, with the scores that it got in any of the passes, and where each is. */
function mergedFaces(passes: readonly PassRecord[]) {
  const faces = new Map<string, FaceRecord>();
  for (const pass of passes) {
    pass.record.faces.forEach((face, i) => {
      const id = faceOf(pass, i);
      faces.set(id, { ...face, scores: { ...faces.get(id)?.scores, ...face.scores } });
    });
  }
  const sorted = [...faces].sort(([, a], [, b]) => byPlace(a, b));
  return {
    faces: sorted.map(([, face]) => face),
    places: new Map(sorted.map(([id], place) => [id, place])),
  };
}

/** What tells a face from the others of its video: where it was found, and how it was found and prepared. */
function faceOf({ record, preparations }: PassRecord, place: number): string {
  const { frame, face } = record.faces[place]!;
  return [frame, face, preparations[place]].join();
}

/** What stage records are made of beside their views. */
interface TableFacts extends VideoFacts {
  /** Where each face is among the video's faces. */
  readonly places: ReadonlyMap<FaceSlot, number>;
}

/** Stage records of a video, each distinct view once. */
class StageTable {
  readonly stages: StageRecord[] = [];
  readonly #places = new Map<StageKey, number>();
  readonly #facts: TableFacts;

  constructor(facts: TableFacts) {
    this.#facts = facts;
  }

  /** The place of a stage's record, which is added unless its key is known. */
  add(
    { key, cached = false, ...rest }: Omit<StageRecord, "mode"> & { readonly cached?: boolean },
  ): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const { contentHash } = this.#facts;
    const mode = cached ? "cached" : this.#facts.mode;
    this.#places.set(key, this.stages.length);
    return this.stages.push({ key: videoKey(key, contentHash), ...rest, mode }) - 1;
  }

  view(stage: Stage, view: View | CropView): number {
    const { key, hash, milliseconds, cached } = view;
    const record = { stage, key, digest: this.#facts.digests.hex(hash), milliseconds, cached };
    return this.add("stopped" in view ? { ...record, faces: this.#facesOf(view) } : record);
  }

  /** A video that was given up on has no face scored, whatever was found before. */
  #facesOf({ stopped, faces }: CropView): readonly number[] {
    return stopped ? [] : faces.flat().map((slot) => this.#facts.places.get(slot)!);
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
    table.add({ stage, key: planned.keys[i]!, digest: null, milliseconds: 0 })
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

/** A row for each distinct face and preparation that a view holds, and where each is. */
function numberedFaces(plan: Plan, views: Views) {
  const slots = new Set(views.crops.flatMap((crop) => crop.faces.flat()));
  const faces = [...slots].map((slot) => ({ slot, record: faceRecord(plan, slot) }))
    .sort((a, b) => byPlace(a.record, b.record));
  return {
    records: faces.map(({ record }) => record),
    preparations: faces.map(({ slot }) => slot.preparation),
    places: new Map(faces.map(({ slot }, place) => [slot, place])),
  };
}

function faceRecord(plan: Plan, slot: FaceSlot): FaceRecord {
  const preparation = plan.preparations[slot.preparation]!;
  const scores: Record<string, number> = {};
  for (const [classifier, score] of slot.scores) {
    if (score) scores[plan.classifiers[classifier]!.column] = score.probability;
  }
  return {
    frame: slot.frame,
    face: slot.face,
    faceDetection: plan.detections[preparation.detection]!.name,
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
