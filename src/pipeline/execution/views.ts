import { PositionSet } from "../../base/position_set.ts";
import type { Fallback, VideoStatus } from "../../records/verdict.ts";
import type { Digest, StageKey } from "../../records/run_result.ts";
import type { Digester, GrowingDigest } from "../../platform/files/hash.ts";
import { type Plan, type PlannedVariant, type ScoringSpec } from "../plan/plan.ts";
import { parametersOf } from "../../stages/part_use.ts";
import type { PipelineParts } from "./parts.ts";

/**
 * A view is what a variant sees of a stage: its own frames and faces, in its order, never the union.
 * Variants with equal keys share the view. All of this is the state of one video.
 */
export interface View {
  readonly key: StageKey;
  readonly hash: GrowingDigest;
  milliseconds: number;
  /** Whether any of it was read from the stage cache. */
  cached: boolean;
}

/** The frames that a variant asks for and gets. */
export interface SampleView extends View {
  readonly sample: number;
  /** Places in the stream. */
  positions: PositionSet;
  framesRequested: number;
  framesRead: number;
  /** Digest and time of the decode stage, which depends on nothing but the sample. */
  readonly decode: View;
}

/** The faces found on those frames. */
export interface DetectView extends View {
  readonly sample: SampleView;
  readonly detection: number;
}

/** The faces that are to be scored. */
export interface CropView extends View {
  readonly detect: DetectView;
  readonly abortsWithoutFace: boolean;
  /** Most faces that are scored. */
  readonly limit: number;
  /** Distinct preparations of a face, one for each input size of the variant's classifiers. */
  readonly preparations: readonly number[];
  /** One entry for each face: its slot under each preparation. */
  readonly faces: (readonly FaceSlot[])[];
  /** Why no face of this video can be scored, once that is known. */
  stopped: "aborted" | "empty_crop" | null;
}

/** The scores of those faces. */
export interface ClassifyView extends View {
  readonly crop: CropView;
  readonly scorings: readonly ScoringSpec[];
}

/** A face under one preparation, shared by all views that hold it. */
export interface FaceSlot {
  readonly frame: number;
  readonly face: number;
  readonly preparation: number;
  readonly box: readonly [number, number, number, number];
  readonly detection: number;
  /** Digest of where it was cut and of the prepared pixels. */
  readonly digest: Digest;
  readonly milliseconds: number;
  /** By index of the classifier; a score that was asked for and has not come is undefined. */
  readonly scores: Map<number, FaceScore | undefined>;
}

export interface FaceScore {
  /** P(fake), in [0, 1]. */
  readonly probability: number;
  /** This face's share of its batch. */
  readonly milliseconds: number;
  /** Whether another worker scored it, beside the work on its video. */
  readonly byOther: boolean;
}

/** What is known of a video that has no pooled probability. */
export interface Shortfall {
  readonly status: VideoStatus;
  readonly fallback: Fallback;
  readonly error: string | null;
}

/** All views of a video, each distinct one once. */
export interface Views {
  readonly samples: readonly SampleView[];
  readonly detects: readonly DetectView[];
  readonly crops: readonly CropView[];
  readonly classifies: readonly ClassifyView[];
  /** The last view of each variant before pooling, in plan order. */
  readonly byVariant: readonly ClassifyView[];
}

/** Fresh views for one video. */
export function makeViews(
  plan: Plan,
  { digests, parts }: { readonly digests: Digester; readonly parts: PipelineParts },
): Views {
  const samples = new Map<StageKey, SampleView>();
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
      framesRead: 0,
      decode: view(decodeKey),
    }));
    const detect = once(detects, detectKey, () => ({
      ...view(detectKey),
      sample,
      detection: planned.detection,
    }));
    const crop = once(crops, cropKey, () => ({
      ...view(cropKey),
      detect,
      ...cropRules(planned, parts),
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
