import type { ManifestVariant, RunManifest } from "../domain/manifest.ts";
import { type StageRecord, STAGES, type VideoRecord } from "../domain/run_result.ts";
import { type GrowingArray, growingArray } from "./growing_array.ts";
import { verdictsInOrder } from "./tables.ts";

/** The faces that a variant's classifiers scored, video by video, whether or not pooling took them. */
export interface FaceColumns {
  /** P(fake) of each face; where there are several classifiers, the mean of what they say of it. */
  readonly scores: Float32Array;
  /** For each face the row of its video. */
  readonly rows: Uint32Array;
}

/** Gathers face scores, record by record. Variants with one classify stage have one set of columns. */
export interface FaceCollector {
  add(record: VideoRecord, row: number): void;
  /**
   * In the manifest's order of variants, one object for variants that share a classify stage; `null`: the
   * journal does not tell which faces were whose.
   */
  columns(): readonly (FaceColumns | null)[];
}

/** Columns that grow, and the variant that they are read from. */
interface FaceView {
  readonly variant: number;
  readonly scores: GrowingArray<Float32Array>;
  readonly rows: GrowingArray<Uint32Array>;
  known: boolean;
}

const NO_FACES: FaceColumns = { scores: new Float32Array(), rows: new Uint32Array() };

const CROP = STAGES.indexOf("crop");
const CLASSIFY = STAGES.indexOf("classify");

export function faceCollector(manifest: RunManifest): FaceCollector {
  const { variants } = manifest;
  let views: readonly FaceView[] | null = null;
  return {
    add(record, row) {
      views ??= viewsOf(record, manifest);
      const verdicts = verdictsInOrder(record, manifest);
      for (const view of new Set(views)) {
        const crop = record.stages[verdicts[view.variant].stages[CROP]];
        if (crop.faces) addFaces(view, { record, row, crop, variant: variants[view.variant] });
        // A stage that was not reached has no faces; one that was reached says which.
        else if (crop.digest !== null) view.known = false;
      }
    },
    columns() {
      if (views === null) return variants.map(() => NO_FACES);
      const columns = new Map(views.map((view) => [view, columnsOf(view)]));
      return views.map((view) => columns.get(view)!);
    },
  };
}

function columnsOf({ known, scores, rows }: FaceView): FaceColumns | null {
  return known ? { scores: scores.values(), rows: rows.values() } : null;
}

/** One view for each distinct key of the classify stage: equal keys are equal work in every video. */
function viewsOf(record: VideoRecord, manifest: RunManifest): readonly FaceView[] {
  const views = new Map<string, FaceView>();
  return verdictsInOrder(record, manifest).map(({ stages }, variant) => {
    const { key } = record.stages[stages[CLASSIFY]];
    const view = views.get(key) ?? {
      variant,
      scores: growingArray((length) => new Float32Array(length)),
      rows: growingArray((length) => new Uint32Array(length)),
      known: true,
    };
    views.set(key, view);
    return view;
  });
}

function addFaces(
  view: FaceView,
  { record, row, crop, variant }: {
    record: VideoRecord;
    row: number;
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
      (total, column, m) => total + record.faces[places[face + offsets[m]]].scores[column],
      0,
    );
    view.scores.push(sum / classifiers.length);
    view.rows.push(row);
  }
}
