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

/** Facts about a video, beside its views. */
export interface VideoFacts {
  readonly video: DatasetVideo;
  readonly contentHash: string | null;
  readonly metadata: VideoMetadata | null;
  readonly mode: TimingMode;
  readonly milliseconds: number;
  readonly digests: Digester;
  readonly parts: PipelineParts;
}

/** Record of one pass over a video. */
export interface PassRecord {
  readonly record: VideoRecord;
  /** For each of the record's faces, the index of its preparation in the plan. */
  readonly preparations: readonly number[];
}

/** Makes the record of a completed pass. Pools the scores of every variant. */
export function videoRecord(plan: Plan, views: Views, facts: VideoFacts): PassRecord {
  const faces = numberedFaces(plan, views, facts);
  const table = new StageTable({ ...facts, places: faces.places });
  for (const view of views.classifies) closeClassify(view);
  const counts = facts.metadata ?? { frameCount: 0 };
  const variants = plan.variants.map((planned, i): VariantRecord => {
    const view = views.byVariant[i]!;
    const start = systemClock.now();
    const verdict = verdictOf(planned, view, { parts: facts.parts, counts });
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

/** Sums the milliseconds that other workers spent on scoring faces. */
function scoredByOthers(slots: Iterable<FaceSlot>): number {
  let sum = 0;
  for (const { scores } of slots) {
    for (const score of scores.values()) if (score?.byOther) sum += score.milliseconds;
  }
  return sum;
}

/** Makes the record of a video that failed: every variant falls back to 0.5. */
export function failedRecord(
  plan: Plan,
  views: Views,
  facts: VideoFacts & { error: string },
): VideoRecord {
  const table = new StageTable({ ...facts, places: new Map() });
  const variants = plan.variants.map((planned, i): VariantRecord => {
    const { framesRead, sample: { framesRequested } } = views.byVariant[i]!.crop.detect.decode;
    const counts = { faces: 0, framesRequested, framesRead };
    const shortfall = { status: "failed", fallback: "error", error: facts.error } as const;
    const verdict: Verdict = withoutScore(shortfall, counts);
    return { variant: planned.variant.name, ...verdict, stages: unreached(planned, table) };
  });
  return { ...described(facts), stages: table.stages, faces: [], variants };
}

/** Merges the records of each variant alone into one. All passes are of the same plan. */
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

/** Merges the faces of all passes, with the scores of every pass. @returns also each face's index */
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

/** Identifies a face within its video: frame, rank, rotation, detection and preparation. */
function faceOf({ record, preparations }: PassRecord, place: number): string {
  const { frame, face, faceDetection } = record.faces[place]!;
  return [frame, face, preparations[place], faceDetection].join();
}

/** Facts for stage records, beside their views. */
interface TableFacts extends VideoFacts {
  /** Index of each face among the video's faces. */
  readonly places: ReadonlyMap<FaceSlot, number>;
}

/** Collects the stage records of a video, each distinct view once. */
class StageTable {
  readonly stages: StageRecord[] = [];
  readonly #places = new Map<StageKey, number>();
  readonly #facts: TableFacts;

  constructor(facts: TableFacts) {
    this.#facts = facts;
  }

  /** Finds the index of a stage's record by its key; adds it if it is new. */
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

  /** Lists the faces of a view; none if the video was stopped, since no face is scored then. */
  #facesOf({ stopped, faces }: CropView): readonly number[] {
    return stopped ? [] : faces.flat().map((slot) => this.#facts.places.get(slot)!);
  }
}

/** Lists the views that a variant's verdict is based on. */
function beforePool(classify: ClassifyView): [Stage, View][] {
  const { crop } = classify;
  const { detect } = crop;
  return [
    ["sample", detect.decode.sample],
    ["decode", detect.decode],
    ["detect", detect],
    ["crop", crop],
    ["classify", classify],
  ];
}

/** Adds stage records without digests for a variant that failed. @returns their indices */
function unreached(planned: PlannedVariant, table: StageTable): number[] {
  const stages: Stage[] = ["sample", "decode", "detect", "crop", "classify", "pool"];
  return stages.map((stage, i) =>
    table.add({ stage, key: planned.keys[i]!, digest: null, milliseconds: 0 })
  );
}

/** Adds the scores to a classify view's digest and time, once all are known. */
function closeClassify(view: ClassifyView): void {
  if (view.crop.stopped) return;
  view.scorings.forEach((_, model) => {
    const scores = facesScored(view, model);
    const values = Float32Array.from(scores, ({ probability }) => probability);
    view.hash.update(new Uint8Array(values.buffer));
    for (const { milliseconds } of scores) view.milliseconds += milliseconds;
  });
}

/** Makes a record for each distinct face and preparation of the views, sorted. @returns also each record's index */
function numberedFaces(plan: Plan, views: Views, facts: VideoFacts) {
  const slots = new Set(views.crops.flatMap((crop) => crop.faces.flat()));
  const faces = [...slots].map((slot) => ({ slot, record: faceRecord(slot, plan, facts) }))
    .sort((a, b) => byPlace(a.record, b.record));
  return {
    records: faces.map(({ record }) => record),
    preparations: faces.map(({ slot }) => slot.preparation),
    places: new Map(faces.map(({ slot }, place) => [slot, place])),
  };
}

function faceRecord(slot: FaceSlot, plan: Plan, { metadata, parts }: VideoFacts): FaceRecord {
  const preparation = plan.preparations[slot.preparation]!;
  const scores: Record<string, number> = {};
  for (const [classifier, score] of slot.scores) {
    if (score) scores[plan.classifiers[classifier]!.column] = score.probability;
  }
  return {
    frame: slot.frame,
    face: slot.face,
    faceDetection: plan.detections[preparation.detection]!.name +
      parts.frameTurning.mark(slot.turn, metadata?.rotation ?? 0),
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

/** Compares names of settings. They are ASCII, for which UTF-16 order is code point order. */
function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function described({ video, contentHash, metadata, milliseconds }: VideoFacts) {
  const { id, label, group, split, tags } = video;
  const stated = Object.keys(tags).length > 0 ? { tags } : {};
  return { filename: id, label, group, split, ...stated, contentHash, metadata, milliseconds };
}
