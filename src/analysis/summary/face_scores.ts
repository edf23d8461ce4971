import type { ManifestVariant, RunManifest } from "../../records/manifest.ts";
import type { FaceScores, VideoDetails } from "../../records/report_details.ts";
import { type FaceRecord, STAGES, type VideoRecord } from "../../records/run_result.ts";
import { verdictsInOrder } from "../../runs/table_rows.ts";

const CROP = STAGES.indexOf("crop");

/** The face scores of a video, each distinct list once, and the list that each variant pooled. */
export function faceScoresOf(
  record: VideoRecord,
  manifest: RunManifest,
): { readonly faceScores: readonly FaceScores[] } & Pick<VideoDetails, "seen"> {
  const faceScores: FaceScores[] = [];
  const places = new Map<string, number>();
  const verdicts = verdictsInOrder(record, manifest);
  const seen = manifest.variants.map((variant, v) => {
    const view = verdicts[v]!.stages[CROP]!;
    const { facePreparations, classifiers, faceDetection } = variant;
    const key = JSON.stringify([view, faceDetection, facePreparations, classifiers]);
    const known = places.get(key);
    if (known !== undefined) return known;
    const own = record.stages[view]!.faces;
    const faces = own
      ? own.map((place) => record.faces[place]!)
      : record.faces.filter((face) => face.faceDetection === faceDetection);
    places.set(key, faceScores.length);
    return faceScores.push(scoresOf(faces, variant)) - 1;
  });
  return { faceScores, seen };
}

/** The variant's scores, one row per face, which joins the preparations of all classifiers. */
function scoresOf(faces: readonly FaceRecord[], variant: ManifestVariant): FaceScores {
  const rows = new Map<string, { face: FaceRecord; scores: (number | undefined)[] }>();
  for (const face of faces) {
    const name = `${face.frame} ${face.face}`;
    const row = rows.get(name) ?? { face, scores: variant.classifiers.map(() => undefined) };
    rows.set(name, row);
    variant.classifiers.forEach((column, c) => {
      if (face.facePreparation === variant.facePreparations[c]) {
        row.scores[c] = face.scores[column];
      }
    });
  }
  const whole = [...rows.values()].filter(({ scores }) => !scores.includes(undefined));
  return {
    frames: whole.map(({ face }) => face.frame),
    faces: whole.map(({ face }) => face.face),
    detections: whole.map(({ face }) => face.detection),
    scores: variant.classifiers.map((_, c) => whole.map(({ scores }) => scores[c] ?? 0)),
  };
}
