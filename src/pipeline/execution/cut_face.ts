import { systemClock } from "../../platform/host/clock.ts";
import type { DetectedFace } from "../../records/face.ts";
import type { RgbImage } from "../../records/frame.ts";
import { parametersOf } from "../../stages/part_use.ts";
import type { Plan } from "../plan/plan.ts";
import type { WorkerResources } from "./worker_resources.ts";
import type { FacePlace } from "../cache/video_cache.ts";
import type { FaceSlot } from "./views.ts";

/** A face of the current frame, prepared for a classifier, with its pixels. */
export interface PreparedFace {
  readonly slot: FaceSlot;
  readonly pixels: Uint8Array;
}

/** A face to prepare, and the index of the plan's preparation. */
export interface FaceToCut {
  readonly plan: Plan;
  readonly resources: WorkerResources;
  readonly preparation: number;
  readonly place: FacePlace;
}

/** Crops a face and scales it to a classifier's input size. @returns `empty`: the crop has no pixels */
export function cutFace(
  image: RgbImage,
  found: DetectedFace,
  options: FaceToCut,
): PreparedFace | "empty" {
  const start = systemClock.now();
  const { plan, resources, preparation } = options;
  const { digests, parts: { facePreparation } } = resources;
  const { preparation: use, size, template } = plan.preparations[preparation]!;
  const box = facePreparation.boxOf(found.box, parametersOf(use));
  const rectangle = facePreparation.rectangleOf(box, parametersOf(use, { frame: image }));
  const face = resources.prepareFace(
    image,
    rectangle,
    parametersOf(use, { size, template, landmarks: found.landmarks }),
  );
  if (face === null) return "empty";
  const pixels = face.data;
  const hash = digests.start();
  const { top, bottom, left, right } = rectangle;
  hash.update(`${top} ${bottom} ${left} ${right} ${size} `).update(pixels);
  const milliseconds = systemClock.now() - start;
  return { pixels, slot: slotOf(found, options, { digest: digests.hex(hash), milliseconds }) };
}

/** Makes a slot for the scores of a face. */
export function slotOf(
  found: DetectedFace,
  { plan, resources: { parts }, preparation, place }: FaceToCut,
  facts: Pick<FaceSlot, "digest" | "milliseconds">,
): FaceSlot {
  const { preparation: use } = plan.preparations[preparation]!;
  return {
    frame: place.position,
    turn: place.turn,
    face: place.face,
    preparation,
    box: parts.facePreparation.boxOf(found.box, parametersOf(use)),
    detection: found.probability,
    ...facts,
    scores: new Map(),
  };
}
