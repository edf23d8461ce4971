import type { FaceRecord, VariantRecord, VideoRecord } from "../records/run_result.ts";
import type { Fallback } from "../records/verdict.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import { MESO4 } from "./golden_models.ts";
import { BOX_SCALE, type GoldenFace, type GoldenRun } from "./golden_runs.ts";
import type { ScoresByPixels } from "./noting_resources.ts";
import { equality, tally } from "./tally.ts";
import { largest } from "../base/numeric/extremes.ts";

/** A golden run and Assay's result for the same video and settings. */
export interface RepeatedRun {
  readonly golden: GoldenRun;
  /** Name of its variant; names of other models and precisions begin with it. */
  readonly name: string;
  readonly plan: Plan;
  readonly record: VideoRecord;
  /** Scores by index of the plan's classifiers. */
  readonly scored: readonly ScoresByPixels[];
}

/** Tolerances of P(fake) between the original's float32 engine and Assay's, for equal crops and for others. */
const SAME_CROP = 1e-4;
const OTHER_CROP = 0.01;

/** Distance from an integer, pixels of the frame, within which truncation may give the integer below. */
const ON_AN_INTEGER = 0.1;

export type RunTallies = ReturnType<typeof makeRunTallies>;

export function makeRunTallies() {
  return {
    counts: tally({ what: "frames read and faces scored" }),
    fallbacks: tally({ what: "fallbacks and their reasons" }),
    rules: tally({ what: "pooling rules that fired" }),
    boxes: tally({ what: "boxes of faces", tolerance: 1, unit: "px" }),
    faces: tally({ what: "face scores, crops equal", tolerance: SAME_CROP }),
    otherFaces: tally({ what: "face scores, crops differ", tolerance: OTHER_CROP }),
    videos: tally({ what: "video scores, crops equal", tolerance: SAME_CROP }),
    otherVideos: tally({ what: "video scores, crops differ", tolerance: OTHER_CROP }),
    mesoFaces: tally({ what: "MesoNet's face scores", tolerance: SAME_CROP }),
    mesoVideos: tally({ what: "MesoNet's video scores", tolerance: SAME_CROP }),
    half: tally({ what: "video scores in fp16", tolerance: 5e-3 }),
  };
}

/** Compares one variant's record with the golden run. */
export function compareRun(run: RepeatedRun, tallies: RunTallies): void {
  const { golden, name } = run;
  const what =
    `${golden.video}, ${golden.mode}, ${golden.numFrames} frames, jitter ${golden.jitter}`;
  const verdict = verdictOf(run, name);
  tallies.fallbacks.add(what, equality(verdict.fallback, expectedFallback(golden)));
  tallies.rules.add(what, equality(verdict.branch, golden.strategyBranch ?? ""));
  const framesRead = golden.streamPositions?.length ?? 0;
  if (golden.strategyBranch === null) {
    tallies.counts.add(what, equality(verdict.framesRead, framesRead));
    tallies.videos.add(what, Math.abs(verdict.probability - golden.score));
    return;
  }
  const counts = [verdict.framesRead, verdict.faces];
  tallies.counts.add(what, equality(counts, [framesRead, golden.facesClassified]));
  const equal = compareFaces(run, { what, tallies });
  const to = equal ? tallies.videos : tallies.otherVideos;
  to.add(what, Math.abs(verdict.probability - golden.score));
  compareOthers(run, { what, tallies });
}

/** Compares the scores of the same faces by MesoNet and in float16, if the run's plan has them. */
function compareOthers(
  { golden, name, record }: RepeatedRun,
  { what, tallies }: { what: string; tallies: RunTallies },
): void {
  const { confidentStrategy, meanFake } = golden.mesonet.Meso4_DF ?? {};
  const others = [
    [`${name} ${MESO4}`, confidentStrategy, tallies.mesoVideos],
    [`${name} ${MESO4} mean`, meanFake, tallies.mesoVideos],
    [`${name} fp16`, golden.score, tallies.half],
  ] as const;
  for (const [variant, expected, to] of others) {
    const verdict = record.variants.find((one) => one.variant === variant);
    if (verdict) to.add(`${what}: ${variant}`, Math.abs(verdict.probability - (expected ?? NaN)));
  }
}

function verdictOf({ record }: RepeatedRun, name: string): VariantRecord {
  const verdict = record.variants.find(({ variant }) => variant === name);
  if (!verdict) throw new Error(`the record has no variant "${name}"`);
  return verdict;
}

/** Derives the expected fallback. An aborted video has no other reason, since extraction ends before preparation. */
function expectedFallback(golden: GoldenRun): Fallback | null {
  if (golden.strategyBranch !== null) return null;
  if (golden.aborted !== null) return "aborted";
  if (golden.error === null) return golden.facesDetected === 0 ? "no_face" : "error";
  return golden.error.includes("0-d tensor") ? "single_face" : "empty_crop";
}

/** Compares every face that was scored. @returns whether the bytes of all crops equal the original's */
function compareFaces(
  run: RepeatedRun,
  { what, tallies }: { what: string; tallies: RunTallies },
): boolean {
  let allEqual = true;
  for (const { position, boxes, faces = [] } of run.golden.frames) {
    for (const [rank, face] of faces.entries()) {
      if (face.batchIndex === undefined) continue;
      const at = `${what}: frame ${position}, face ${rank}`;
      const found = faceAt(run, { model: run.name, position, rank });
      const difference = found
        ? boxDifference(found.face.box ?? [], { face, box: boxes?.[rank] ?? [] })
        : Infinity;
      tallies.boxes.add(at, difference);
      const isEqual = found !== null && found.scores.get(face.faceSha256 ?? "") === found.score;
      allEqual &&= isEqual;
      const to = isEqual ? tallies.faces : tallies.otherFaces;
      to.add(at, Math.abs((found?.score ?? NaN) - Math.fround(face.sigmoid ?? NaN)));
      compareMeso(run, { at, position, rank, face, tallies });
    }
  }
  return allEqual;
}

function compareMeso(
  run: RepeatedRun,
  { at, position, rank, face, tallies }: {
    at: string;
    position: number;
    rank: number;
    face: GoldenFace;
    tallies: RunTallies;
  },
): void {
  const found = faceAt(run, { model: `${run.name} ${MESO4}`, position, rank });
  const expected = face.mesoFake?.Meso4_DF;
  if (!found || expected === undefined) return;
  tallies.mesoFaces.add(at, Math.abs(found.score - Math.fround(expected)));
}

/** Finds a face of a frame with its score by the variant's only classifier; `null`: there is none. */
function faceAt(
  { plan, record, scored }: RepeatedRun,
  { model, position, rank }: { model: string; position: number; rank: number },
): { face: FaceRecord; score: number; scores: ScoresByPixels } | null {
  const planned = plan.variants.find(({ variant }) => variant.name === model);
  const [scoring] = planned?.scorings ?? [];
  if (!planned || !scoring) return null;
  const { classifier, preparation } = scoring;
  const face = record.faces.find((one) =>
    one.frame === position && one.face === rank &&
    one.faceDetection === plan.detections[planned.detection]!.name &&
    one.facePreparation === plan.preparations[preparation]!.name
  );
  const score = face?.scores[plan.classifiers[classifier]!.column];
  return face && score !== undefined ? { face, score, scores: scored[classifier]! } : null;
}

/** Computes the largest difference of a coordinate; Infinity unless it is 0 or the golden one is close to an integer. */
function boxDifference(
  actual: readonly number[],
  { face, box }: { face: GoldenFace; box: readonly number[] },
): number {
  return largest(face.intBox.map((expected, i) => {
    const difference = Math.abs(actual[i]! - expected);
    const exact = Math.fround(box[i]!) * BOX_SCALE;
    const mayMove = Math.abs(exact - Math.round(exact)) < ON_AN_INTEGER;
    return difference === 0 || mayMove ? difference : Infinity;
  }));
}
