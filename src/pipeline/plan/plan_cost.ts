import { PositionSet } from "../../base/position_set.ts";
import type { DatasetVideo, FrameCounts, QuarterTurn, VideoMetadata } from "../../records/video.ts";
import type { Plan, PlannedVariant } from "./plan.ts";
import { frameTurning } from "../../stages/frames/frame_turn.ts";
import { parametersOf } from "../../stages/part_use.ts";
import { sampleFrames } from "../execution/sample_frames.ts";

/** Amount of work, counted in frames. */
export interface PlanCost {
  /** Frames decoded. */
  readonly frames: number;
  /** Frames searched for faces, once per face detection. */
  readonly detections: number;
  /** Frames whose faces are prepared, once per preparation. */
  readonly preparations: number;
  /** Frames whose faces are scored, once per classifier. */
  readonly classifications: number;
}

/** Cost of a plan over a dataset: each variant alone, and all variants sharing work. */
export interface SharedCost {
  readonly alone: PlanCost;
  readonly shared: PlanCost;
  /** Videos that could be probed. */
  readonly videos: number;
}

/** A video and the metadata of its container. */
export interface ProbedVideo {
  readonly video: DatasetVideo;
  readonly metadata: VideoMetadata;
}

/** Distinct work of a set of variants on one video, counted in frames. */
export interface VideoWork {
  /** Frames of the stream up to the last one read: the decoder passes all of them. */
  readonly streamFrames: number;
  /** Frames read. */
  readonly frames: number;
  readonly detections: readonly { readonly detection: number; readonly frames: number }[];
  readonly preparations: readonly { readonly preparation: number; readonly frames: number }[];
  readonly classifications: readonly {
    readonly classifier: number;
    readonly preparation: number;
    readonly frames: number;
  }[];
}

const NOTHING: PlanCost = { frames: 0, detections: 0, preparations: 0, classifications: 0 };

/**
 * Counts the work of a plan without decoding. The number of faces is not known in advance, so work on faces is
 * counted in frames.
 */
export function planCost(plan: Plan, probed: readonly ProbedVideo[]): SharedCost {
  let alone = NOTHING;
  let shared = NOTHING;
  for (const { metadata } of probed) {
    const { rotation } = metadata;
    const positions = samplePositions(plan, metadata);
    for (const variant of plan.variants) {
      alone = sum(alone, costOf(videoWork([variant], positions, rotation)));
    }
    shared = sum(shared, costOf(videoWork(plan.variants, positions, rotation)));
  }
  return { alone, shared, videos: probed.length };
}

/** The positions in the stream that each sample of the plan requests from a video. */
export function samplePositions(plan: Plan, counts: FrameCounts): readonly PositionSet[] {
  return plan.samples.map((sample) => sampleFrames(sample, counts).positions);
}

/**
 * Counts the work on one video, each distinct piece once, and once for each rotation of its frames.
 * @param rotation clockwise rotation of the video's frames in OpenCV, degrees
 */
export function videoWork(
  variants: readonly PlannedVariant[],
  positions: readonly PositionSet[],
  rotation: QuarterTurn,
): VideoWork {
  const frames = new Unions<[]>();
  const detections = new Unions<[detection: number, turn: QuarterTurn]>();
  const preparations = new Unions<[preparation: number, turn: QuarterTurn]>();
  const classifications = new Unions<
    [classifier: number, preparation: number, turn: QuarterTurn]
  >();
  for (const { sample, turning, detection, scorings } of variants) {
    const wanted = positions[sample]!;
    const turn = frameTurning.turn(rotation, parametersOf(turning));
    frames.add([], wanted);
    detections.add([detection, turn], wanted);
    for (const { preparation, classifier } of scorings) {
      preparations.add([preparation, turn], wanted);
      classifications.add([classifier, preparation, turn], wanted);
    }
  }
  return {
    streamFrames: 1 + frames.last(),
    frames: frames.list().reduce((total, set) => total + set.frames, 0),
    detections: detections.list().map(({ of: [detection], frames }) => ({ detection, frames })),
    preparations: preparations.list()
      .map(({ of: [preparation], frames }) => ({ preparation, frames })),
    classifications: classifications.list()
      .map(({ of: [classifier, preparation], frames }) => ({ classifier, preparation, frames })),
  };
}

function costOf({ frames, detections, preparations, classifications }: VideoWork): PlanCost {
  const total = (pieces: readonly { readonly frames: number }[]) =>
    pieces.reduce((all, piece) => all + piece.frames, 0);
  return {
    frames,
    detections: total(detections),
    preparations: total(preparations),
    classifications: total(classifications),
  };
}

/** Sets of positions, by the indices of the work done on them. */
class Unions<Of extends readonly number[]> {
  readonly #sets = new Map<string, { of: Of; positions: PositionSet }>();

  add(of: Of, positions: PositionSet): void {
    const name = of.join();
    const known = this.#sets.get(name);
    if (known?.positions === positions) return;
    const union = known ? PositionSet.union([known.positions, positions]) : positions;
    this.#sets.set(name, { of, positions: union });
  }

  /** Lists the size of each set, in the order of insertion. */
  list(): { of: Of; frames: number }[] {
    return [...this.#sets.values()].map(({ of, positions }) => ({ of, frames: positions.size }));
  }

  /** Finds the greatest position of all sets; −1 when there is none. */
  last(): number {
    let last = -1;
    for (const { positions } of this.#sets.values()) {
      last = Math.max(last, positions.last);
    }
    return last;
  }
}

function sum(a: PlanCost, b: PlanCost): PlanCost {
  return {
    frames: a.frames + b.frames,
    detections: a.detections + b.detections,
    preparations: a.preparations + b.preparations,
    classifications: a.classifications + b.classifications,
  };
}
