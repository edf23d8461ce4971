import { PositionSet } from "../../base/position_set.ts";
import type { Fallback, VideoStatus } from "../../records/verdict.ts";
import type { Digest, StageKey } from "../../records/run_result.ts";
import type { QuarterTurn } from "../../records/video.ts";
import type { Digester, GrowingDigest } from "../../platform/files/hash.ts";
import { type Plan, type PlannedVariant, type ScoringSpec } from "../plan/plan.ts";
import { parametersOf, type PartUse } from "../../stages/part_use.ts";
import type { PipelineParts } from "./parts.ts";

/**
 * State of one stage of one video for the variants with the same key: their own frames and faces in their order, not
 * the union over all variants.
 */
export interface View {
  readonly key: StageKey;
  readonly hash: GrowingDigest;
  milliseconds: number;
  /** Whether any of it was read from the stage cache. */
  cached: boolean;
}

/** Frames that a variant requests and reads. */
export interface SampleView extends View {
  readonly sample: number;
  /** Positions in the stream. */
  positions: PositionSet;
  framesRequested: number;
}

/** Those frames in one rotation. */
export interface DecodeView extends View {
  readonly sample: SampleView;
  readonly turning: PartUse;
  /** Clockwise rotation of the stored frames, degrees; known once the video has been probed. */
  turn: QuarterTurn;
  framesRead: number;
}

/** Faces found in a sample's frames. */
export interface DetectView extends View {
  readonly decode: DecodeView;
  readonly detection: number;
}

/** Faces to be scored. */
export interface CropView extends View {
  readonly detect: DetectView;
  readonly abortsWithoutFace: boolean;
  /** Most faces that are scored. */
  readonly limit: number;
  /** Distinct preparations of a face, one per input size of the variant's classifiers. */
  readonly preparations: readonly number[];
  /** Frames in which no face was found. */
  emptyFrames: number;
  /** Slots of each face, one per preparation. */
  readonly faces: (readonly FaceSlot[])[];
  /** Reason why no face of this video is scored; `null`: none so far. */
  stopped: "aborted" | "empty_crop" | null;
}

/** Scores of a crop view's faces. */
export interface ClassifyView extends View {
  readonly crop: CropView;
  readonly scorings: readonly ScoringSpec[];
}

/** A face by one preparation, shared by all views that have it. */
export interface FaceSlot {
  readonly frame: number;
  /** Clockwise rotation of the stored frame, degrees. */
  readonly turn: QuarterTurn;
  readonly face: number;
  readonly preparation: number;
  readonly box: readonly [number, number, number, number];
  readonly detection: number;
  /** Digest of the crop rectangle and of the prepared pixels. */
  readonly digest: Digest;
  readonly milliseconds: number;
  /** Scores by index of the classifier; `undefined`: requested, not computed yet. */
  readonly scores: Map<number, FaceScore | undefined>;
}

export interface FaceScore {
  /** P(fake), in [0, 1]. */
  readonly probability: number;
  /** Time of its batch, divided by the faces in it. */
  readonly milliseconds: number;
  /** Whether another worker scored it. */
  readonly byOther: boolean;
}

/** Reason why a video has no pooled probability. */
export interface Shortfall {
  readonly status: VideoStatus;
  readonly fallback: Fallback;
  readonly error: string | null;
}

/** All views of a video, each distinct one once. */
export interface Views {
  readonly samples: readonly SampleView[];
  readonly decodes: readonly DecodeView[];
  readonly detects: readonly DetectView[];
  readonly crops: readonly CropView[];
  readonly classifies: readonly ClassifyView[];
  /** Classify view of each variant, in plan order. */
  readonly byVariant: readonly ClassifyView[];
}

/** The views that share a rotation of a video's frames. */
export interface TurnedViews extends Pick<Views, "decodes" | "detects" | "crops" | "classifies"> {
  readonly turn: QuarterTurn;
}

/** Groups the views by rotation, in the order in which rotations first occur. */
export function viewsByTurn(views: Views): readonly TurnedViews[] {
  const turns = new Set(views.decodes.map(({ turn }) => turn));
  return [...turns].map((turn) => ({
    turn,
    decodes: views.decodes.filter((decode) => decode.turn === turn),
    detects: views.detects.filter(({ decode }) => decode.turn === turn),
    crops: views.crops.filter(({ detect }) => detect.decode.turn === turn),
    classifies: views.classifies.filter(({ crop }) => crop.detect.decode.turn === turn),
  }));
}

/** Makes empty views for one video. */
export function makeViews(
  plan: Plan,
  { digests, parts }: { readonly digests: Digester; readonly parts: PipelineParts },
): Views {
  const samples = new Map<StageKey, SampleView>();
  const decodes = new Map<StageKey, DecodeView>();
  const detects = new Map<StageKey, DetectView>();
  const crops = new Map<StageKey, CropView>();
  const classifies = new Map<StageKey, ClassifyView>();
  const view = (key: StageKey): View => ({
    key,
    hash: digests.start(),
    milliseconds: 0,
    cached: false,
  });
  const byVariant = plan.variants.map((planned) => {
    const [sampleKey, decodeKey, detectKey, cropKey, classifyKey] = planned.keys;
    const sample = once(samples, sampleKey, () => ({
      ...view(sampleKey),
      sample: planned.sample,
      positions: PositionSet.below(0),
      framesRequested: 0,
    }));
    const decode = once(decodes, decodeKey, () => ({
      ...view(decodeKey),
      sample,
      turning: planned.turning,
      turn: 0 as const,
      framesRead: 0,
    }));
    const detect = once(detects, detectKey, () => ({
      ...view(detectKey),
      decode,
      detection: planned.detection,
    }));
    const crop = once(crops, cropKey, () => ({
      ...view(cropKey),
      detect,
      ...cropRules(planned, parts),
      emptyFrames: 0,
      faces: [],
      stopped: null,
    }));
    return once(classifies, classifyKey, () => ({
      ...view(classifyKey),
      crop,
      scorings: planned.scorings,
    }));
  });
  return {
    samples: [...samples.values()],
    decodes: [...decodes.values()],
    detects: [...detects.values()],
    crops: [...crops.values()],
    classifies: [...classifies.values()],
    byVariant,
  };
}

function cropRules({ limits, scorings }: PlannedVariant, { faceLimits }: PipelineParts) {
  return {
    ...faceLimits.rules(parametersOf(limits)),
    preparations: [...new Set(scorings.map((scoring) => scoring.preparation))],
  };
}

function once<V>(known: Map<StageKey, V>, key: StageKey, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) known.set(key, value = make());
  return value;
}
