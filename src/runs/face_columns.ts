import type { ManifestVariant, RunManifest } from "../records/manifest.ts";
import { type StageRecord, STAGES, type VideoRecord } from "../records/run_result.ts";
import { verdictsInOrder } from "./table_rows.ts";

const FIRST_LENGTH = 1024;

/** The faces that a variant's classifiers scored, by video, whether or not pooling used them. */
export interface FaceColumns {
  /** P(fake) of each face; with several classifiers, their mean. */
  readonly scores: Float32Array;
  /** Number of faces of each video. */
  readonly counts: Uint32Array;
}

/** Collects face scores by record, in the order of the rows. Variants with a common classify stage share columns. */
interface FaceCollector {
  add(record: VideoRecord): void;
  /**
   * In the manifest's order of variants, one object for variants that share a classify stage; `null`: the journal
   * does not record which faces each variant scored.
   */
  columns(): readonly (FaceColumns | null)[];
}

/** Growing columns, and the variant they are read from. */
interface FaceView {
  readonly variant: number;
  readonly scores: GrowingArray<Float32Array>;
  readonly counts: GrowingArray<Uint32Array>;
  known: boolean;
}

const NO_FACES: FaceColumns = { scores: new Float32Array(), counts: new Uint32Array() };

const CROP = STAGES.indexOf("crop");
const CLASSIFY = STAGES.indexOf("classify");

export function faceCollector(manifest: RunManifest): FaceCollector {
  const { variants } = manifest;
  let views: readonly FaceView[] | null = null;
  return {
    add(record) {
      views ??= viewsOf(record, manifest);
      const verdicts = verdictsInOrder(record, manifest);
      for (const view of new Set(views)) {
        const crop = record.stages[verdicts[view.variant]!.stages[CROP]!]!;
        // A stage that was not reached has no faces; one that was reached lists them.
        if (!crop.faces && (crop.digest !== null || crop.mode === "unknown")) view.known = false;
        addFaces(view, { record, crop, variant: variants[view.variant]! });
      }
    },
    columns() {
      if (views === null) return variants.map(() => NO_FACES);
      const columns = new Map(views.map((view) => [view, columnsOf(view)]));
      return views.map((view) => columns.get(view)!);
    },
  };
}

function columnsOf({ known, scores, counts }: FaceView): FaceColumns | null {
  return known ? { scores: scores.values(), counts: counts.values() } : null;
}

/** One view for each distinct key of the classify stage; equal keys mean equal work in every video. */
function viewsOf(record: VideoRecord, manifest: RunManifest): readonly FaceView[] {
  const views = new Map<string, FaceView>();
  return verdictsInOrder(record, manifest).map(({ stages }, variant) => {
    const { key } = record.stages[stages[CLASSIFY]!]!;
    const view = views.get(key) ?? {
      variant,
      scores: growingArray((length) => new Float32Array(length)),
      counts: growingArray((length) => new Uint32Array(length)),
      known: true,
    };
    views.set(key, view);
    return view;
  });
}

function addFaces(
  view: FaceView,
  { record, crop, variant }: {
    record: VideoRecord;
    crop: StageRecord;
    variant: ManifestVariant;
  },
): void {
  const { facePreparations, classifiers } = variant;
  const preparations = [...new Set(facePreparations)];
  const offsets = facePreparations.map((name) => preparations.indexOf(name));
  const places = crop.faces ?? [];
  for (let face = 0; face < places.length; face += preparations.length) {
    const sum = classifiers.reduce(
      (total, column, m) => total + record.faces[places[face + offsets[m]!]!]!.scores[column]!,
      0,
    );
    view.scores.push(sum / classifiers.length);
  }
  view.counts.push(places.length / preparations.length);
}

/** A growing array of numbers in contiguous memory. */
interface GrowingArray<T> {
  push(value: number): void;
  /** All numbers so far, without a copy. */
  values(): T;
}

/** Typed arrays that can grow. */
type Numbers = Float32Array | Uint32Array;

/** Makes a growing array. @param make makes an array of the type, of a given length */
function growingArray<T extends Numbers>(make: (length: number) => T): GrowingArray<T> {
  let held = make(FIRST_LENGTH);
  let length = 0;
  return {
    push(value) {
      if (length === held.length) {
        const larger = make(2 * length);
        larger.set(held);
        held = larger;
      }
      held[length++] = value;
    },
    values: () => held.subarray(0, length) as T,
  };
}
