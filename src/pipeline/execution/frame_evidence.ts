import type { DetectedFace } from "../../records/face.ts";
import type { DecodedFrame, RgbImage } from "../../records/frame.ts";
import { cropRectangle, frameBox } from "../../stages/faces/crop.ts";
import { systemClock } from "../../platform/host/clock.ts";
import type { Plan } from "../plan/plan.ts";
import type { Toolbox } from "./toolbox.ts";
import type { FacePlace, KnownFace, VideoCache } from "../cache/video_cache.ts";
import type { FaceSlot, Views } from "./views.ts";

/** A face found in the current frame, under one preparation, while its pixels are at hand. */
export interface PreparedFace {
  readonly slot: FaceSlot;
  readonly pixels: Uint8Array;
}

/** Faces of the current frame under one face detection. */
export interface Detection {
  readonly faces: readonly DetectedFace[];
  readonly milliseconds: number;
  /** Whether the stage cache had it. */
  readonly cached: boolean;
}

/** All that any view wants of one frame: measured on its pixels, or read from the stage cache. */
export interface FrameEvidence {
  /** Place in the stream, from 0. */
  readonly position: number;
  /** Size and digest of the decoded pixels. */
  readonly seen: string;
  /** Whether the frame was not decoded, because the stage cache had everything. */
  readonly replayed: boolean;
  /** @param detection index into the plan's detections */
  detection(detection: number): Detection;
  /** @param preparation index into the plan's preparations */
  prepared(preparation: number, face: number): PreparedFace | "empty";
}

/** Evidence from pixels, which notes what it comes to. */
export interface MeasuredFrame extends FrameEvidence {
  /** Notes in the stage cache what was measured so far. */
  note(cache: VideoCache): Promise<void>;
}

/**
 * Looks at a decoded frame: finds its faces once per face detection that some view wants, and prepares each
 * that is asked for once per preparation.
 */
export async function measureFrame(
  frame: DecodedFrame,
  views: Views,
  tools: { plan: Plan; toolbox: Toolbox; cache: VideoCache },
): Promise<MeasuredFrame> {
  const { plan, toolbox } = tools, { digests } = toolbox;
  const { position, image } = frame;
  const seen = `${image.width}x${image.height} ${digests.of(image.data)}`;
  const detections = await detectFaces(frame, views, tools);
  const prepared = new Map<string, PreparedFace | "empty">();
  return {
    position,
    seen,
    replayed: false,
    detection: (detection) => detections.get(detection)!,
    prepared(preparation, face) {
      const name = `${preparation} ${face}`;
      let known = prepared.get(name);
      if (!known) {
        const found = detections.get(plan.preparations[preparation].detection)!.faces[face];
        known = prepare(image, found, { plan, toolbox, preparation, place: { position, face } });
        prepared.set(name, known);
      }
      return known;
    },
    async note(cache) {
      for (const [detection, { faces, cached }] of detections) {
        if (!cached) await cache.noteDetection(detection, position, { seen, faces });
      }
      for (const [name, result] of prepared) {
        const [preparation, face] = name.split(" ").map(Number);
        await cache.noteFace(preparation, { position, face }, knownOf(result));
      }
    },
  };
}

function knownOf(result: PreparedFace | "empty"): KnownFace | "empty" {
  return result === "empty" ? result : { digest: result.slot.digest, pixels: result.pixels };
}

/** Finds the faces of a frame under each face detection that some view wants it under. */
async function detectFaces(
  frame: DecodedFrame,
  views: Views,
  { plan, toolbox, cache }: { plan: Plan; toolbox: Toolbox; cache: VideoCache },
): Promise<Map<number, Detection>> {
  const found = new Map<number, Detection>();
  const inputs = new Map<number, { image: RgbImage; milliseconds: number }>();
  for (const { sample, detection: index } of views.detects) {
    if (found.has(index) || !sample.wanted.has(frame.position)) continue;
    const known = await cache.detection(index, frame.position);
    if (known) {
      found.set(index, { faces: known.faces, milliseconds: 0, cached: true });
      continue;
    }
    const { detectorScale } = plan.detections[index].parameters;
    let input = inputs.get(detectorScale);
    if (!input) {
      const start = systemClock.now();
      const image = toolbox.detectorInput(frame.image, detectorScale);
      inputs.set(detectorScale, input = { image, milliseconds: systemClock.now() - start });
    }
    const detector = await toolbox.faceDetector(index);
    const start = systemClock.now();
    const faces = await detector.detect(input.image);
    const milliseconds = input.milliseconds + systemClock.now() - start;
    found.set(index, { faces, milliseconds, cached: false });
  }
  return found;
}

/** Cuts a face out and brings it to a classifier's size. */
function prepare(
  image: RgbImage,
  found: DetectedFace,
  { plan, toolbox: { digests, prepareFace }, preparation, place }: {
    plan: Plan;
    toolbox: Toolbox;
    preparation: number;
    place: FacePlace;
  },
): PreparedFace | "empty" {
  const start = systemClock.now();
  const { parameters, size } = plan.preparations[preparation];
  const box = frameBox(found.box, parameters.boxScale);
  const rectangle = cropRectangle(box, parameters.margin, image);
  const face = prepareFace(image, rectangle, { size, resize: parameters.resize });
  if (face === null) return "empty";
  const pixels = face.data;
  const hash = digests.start();
  const { top, bottom, left, right } = rectangle;
  hash.update(`${top} ${bottom} ${left} ${right} ${size} `).update(pixels);
  const milliseconds = systemClock.now() - start;
  const facts = { digest: digests.hex(hash), milliseconds };
  return { pixels, slot: slotOf(found, { plan, preparation, place, facts }) };
}

/** A slot for the scores of a face. */
export function slotOf(
  found: DetectedFace,
  { plan, preparation, place, facts }: {
    plan: Plan;
    preparation: number;
    place: FacePlace;
    facts: Pick<FaceSlot, "digest" | "milliseconds">;
  },
): FaceSlot {
  return {
    frame: place.position,
    face: place.face,
    preparation,
    box: frameBox(found.box, plan.preparations[preparation].parameters.boxScale),
    detection: found.probability,
    ...facts,
    scores: new Map(),
  };
}
