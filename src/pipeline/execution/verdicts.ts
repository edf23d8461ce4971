import type { Verdict } from "../../records/verdict.ts";
import type { FrameCounts } from "../../records/video.ts";
import { ensemble } from "../../stages/pooling/ensemble.ts";
import { parametersOf } from "../../stages/part_use.ts";
import { noFramesReason } from "./no_frames.ts";
import { partNamed, type PipelineParts } from "./parts.ts";
import type { PlannedVariant } from "../plan/plan.ts";
import type { ClassifyView, CropView, FaceScore, Shortfall } from "./views.ts";

/** Probability of a video that could not be scored, as in the original. */
const FALLBACK_PROBABILITY = 0.5;

/** Computes a variant's verdict on a video whose faces are scored. */
export function verdictOf(
  { pooling, scoreRules: rules }: PlannedVariant,
  view: ClassifyView,
  { parts: { poolingStrategies, scoreRules }, counts: frameCounts }: {
    readonly parts: PipelineParts;
    readonly counts: FrameCounts;
  },
): Verdict {
  const { crop } = view;
  const counts = countsOf(crop);
  const shortfall = shortfallOf(crop, frameCounts);
  if (shortfall) return withoutScore(shortfall, counts);
  if (crop.faces.length === 1 && scoreRules.refusesSingleFace(parametersOf(rules))) {
    return withoutScore({ status: "ok", fallback: "single_face", error: null }, counts);
  }
  const format = scoreRules.format(parametersOf(rules));
  const strategy = partNamed(poolingStrategies, pooling.part);
  const frameOf = crop.faces.map(([slot]) => slot!.frame);
  const options = parametersOf(pooling, { format, frameOf, emptyFrames: crop.emptyFrames });
  const pooled = view.scorings.map((_, model) => strategy.pool(scoresOf(view, model), options));
  return {
    probability: ensemble(Float64Array.from(pooled, ({ probability }) => probability), format),
    branch: [...new Set(pooled.map(({ branch }) => branch))].join("+"),
    status: "ok",
    fallback: null,
    error: null,
    ...counts,
  };
}

/** Makes a verdict of 0.5 with its reason. */
export function withoutScore(
  shortfall: Shortfall,
  counts: Pick<Verdict, "faces" | "framesRequested" | "framesRead">,
): Verdict {
  return { probability: FALLBACK_PROBABILITY, branch: "", ...shortfall, ...counts };
}

/** Lists the probabilities of a view by one of its classifiers, in frame order. */
export function scoresOf(view: ClassifyView, model: number): Float64Array {
  return Float64Array.from(facesScored(view, model), ({ probability }) => probability);
}

/** Lists the scores of a view's faces by one of its classifiers, in frame order. */
export function facesScored(view: ClassifyView, model: number): FaceScore[] {
  const { classifier, preparation } = view.scorings[model]!;
  const place = view.crop.preparations.indexOf(preparation);
  return view.crop.faces.map((slots) => {
    const score = slots[place]!.scores.get(classifier);
    if (!score) throw new Error("a face has no score");
    return score;
  });
}

function countsOf(crop: CropView) {
  const { framesRead, sample: { framesRequested } } = crop.detect.decode;
  return { faces: crop.faces.length, framesRequested, framesRead };
}

/** Finds the reason why nothing can be pooled; `null`: the scores can be pooled. */
function shortfallOf(crop: CropView, counts: FrameCounts): Shortfall | null {
  const { sample, framesRead } = crop.detect.decode;
  if (framesRead === 0) {
    const error = noFramesReason(sample.positions.size, counts);
    return { status: "no_frames", fallback: "no_frames", error };
  }
  if (crop.stopped === "aborted") return { status: "no_face", fallback: "aborted", error: null };
  if (crop.stopped === "empty_crop") {
    const error = "EMPTY_CROP: a face box lies outside the frame.";
    return { status: "failed", fallback: "empty_crop", error };
  }
  if (crop.faces.length === 0) return { status: "no_face", fallback: "no_face", error: null };
  return null;
}
