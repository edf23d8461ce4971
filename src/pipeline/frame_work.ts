import type { DetectedFace } from "../domain/face.ts";
import type { DecodedFrame, RgbImage } from "../domain/frame.ts";
import { cropRectangle, frameBox } from "../faces/crop.ts";
import { detectorInput } from "../faces/detector_input.ts";
import { prepareFace } from "../faces/preparation.ts";
import type { Plan } from "./plan.ts";
import type { Toolbox } from "./toolbox.ts";
import type { CropView, FaceSlot, Views } from "./views.ts";

/** A face found in the current frame, under one preparation, while its pixels are at hand. */
interface PreparedFace {
  readonly slot: FaceSlot;
  readonly pixels: Uint8Array;
}

/** Faces of the current frame under one face detection. */
interface Detection {
  readonly faces: readonly DetectedFace[];
  readonly milliseconds: number;
  readonly bytes: Uint8Array;
}

/**
 * Does everything that any view wants of one frame: finds its faces once per face detection, prepares each
 * once per preparation, and asks for each score once per classifier.
 */
export async function workOnFrame(
  frame: DecodedFrame,
  views: Views,
  tools: { plan: Plan; toolbox: Toolbox; decodeMilliseconds: number },
): Promise<void> {
  const { plan, toolbox } = tools;
  noteDecoded(frame, views, tools);
  const detections = await detectFaces(frame, views, tools);
  const prepared = new Map<string, PreparedFace | "empty">();

  for (const crop of views.crops) {
    const { detect } = crop;
    if (crop.stopped === "aborted" || !detect.sample.wanted.has(frame.position)) continue;
    const { faces } = detections.get(detect.detection)!;
    if (faces.length === 0 && crop.abortsWithoutFace) {
      // Also after an empty crop: the original searches all frames before it prepares the first face.
      crop.stopped = "aborted";
      crop.hash.update("aborted");
      continue;
    }
    if (crop.stopped) continue;
    for (let face = 0; face < faces.length; face++) {
      const slots = crop.preparations.map((preparation) => {
        const name = `${preparation} ${face}`;
        let known = prepared.get(name);
        if (!known) {
          known = prepare(frame, faces[face], { plan, toolbox, preparation, face });
          prepared.set(name, known);
        }
        return known;
      });
      if (slots.includes("empty")) {
        crop.stopped = "empty_crop";
        crop.hash.update("empty");
        break;
      }
      // The original drops a face only now, so that an empty crop ends the video beyond the limit too.
      if (crop.faces.length >= crop.limit) continue;
      take(crop, slots as PreparedFace[]);
      await requestScores(crop, { views, slots: slots as PreparedFace[], toolbox });
    }
  }
}

/** Notes the frame in every view that wants it. */
function noteDecoded(
  frame: DecodedFrame,
  views: Views,
  tools: { toolbox: Toolbox; decodeMilliseconds: number },
): void {
  const digest = tools.toolbox.digests.of(frame.image.data);
  const size = `${frame.image.width}x${frame.image.height}`;
  for (const sample of views.samples) {
    if (!sample.wanted.has(frame.position)) continue;
    sample.framesRead++;
    sample.decode.hash.update(`${size} ${digest}`);
    // All that was decoded up to here had to be, also for a variant alone.
    sample.decode.milliseconds = tools.decodeMilliseconds;
  }
}

/** Finds the faces of a frame under each face detection that some view wants it under. */
async function detectFaces(
  frame: DecodedFrame,
  views: Views,
  { plan, toolbox }: { plan: Plan; toolbox: Toolbox },
): Promise<Map<number, Detection>> {
  const found = new Map<number, Detection>();
  const inputs = new Map<number, { image: RgbImage; milliseconds: number }>();
  for (const view of views.detects) {
    if (!view.sample.wanted.has(frame.position)) continue;
    let detection = found.get(view.detection);
    if (!detection) {
      const { detectorScale } = plan.detections[view.detection].parameters;
      let input = inputs.get(detectorScale);
      if (!input) {
        const start = performance.now();
        const image = detectorInput(frame.image, detectorScale);
        inputs.set(detectorScale, input = { image, milliseconds: performance.now() - start });
      }
      const detector = await toolbox.faceDetector(view.detection);
      const start = performance.now();
      const faces = await detector.detect(input.image);
      const milliseconds = input.milliseconds + performance.now() - start;
      found.set(view.detection, detection = { faces, milliseconds, bytes: faceBytes(faces) });
    }
    view.milliseconds += detection.milliseconds;
    view.hash.update(detection.bytes);
  }
  return found;
}

/** Cuts a face out and brings it to a classifier's size. */
function prepare(
  frame: DecodedFrame,
  found: DetectedFace,
  { plan, toolbox, preparation, face }: {
    plan: Plan;
    toolbox: Toolbox;
    preparation: number;
    face: number;
  },
): PreparedFace | "empty" {
  const start = performance.now();
  const { parameters, size } = plan.preparations[preparation];
  const box = frameBox(found.box, parameters.boxScale);
  const rectangle = cropRectangle(box, parameters.margin, frame.image);
  const pixels = prepareFace(frame.image, rectangle, { size, resize: parameters.resize });
  if (pixels === null) return "empty";
  const { data } = pixels;
  const hash = toolbox.digests.start();
  const { top, bottom, left, right } = rectangle;
  hash.update(`${top} ${bottom} ${left} ${right} ${size} `).update(data);
  return {
    pixels: data,
    slot: {
      frame: frame.position,
      face,
      preparation,
      box,
      detection: found.probability,
      digest: toolbox.digests.hex(hash),
      milliseconds: performance.now() - start,
      scores: new Map(),
    },
  };
}

/** Adds a face to a view. */
function take(crop: CropView, faces: readonly PreparedFace[]): void {
  crop.faces.push(faces.map(({ slot }) => slot));
  for (const { slot } of faces) {
    crop.hash.update(slot.digest);
    crop.milliseconds += slot.milliseconds;
  }
}

/** Asks for the scores that the classify views behind `crop` want of a face. */
async function requestScores(
  crop: CropView,
  { views, slots, toolbox }: { views: Views; slots: readonly PreparedFace[]; toolbox: Toolbox },
): Promise<void> {
  for (const classify of views.classifies) {
    if (classify.crop !== crop) continue;
    for (const { classifier, preparation } of classify.scorings) {
      const face = slots[crop.preparations.indexOf(preparation)];
      const queue = await toolbox.queue(classifier);
      await queue.request(face.slot, face.pixels);
    }
  }
}

/** What a face detector said, as bytes: the count, then float32 boxes, probabilities and landmarks. */
function faceBytes(faces: readonly DetectedFace[]): Uint8Array {
  const numbers = faces.flatMap(({ box, probability, landmarks }) => [
    ...box,
    probability,
    ...(landmarks ?? []).flat(),
  ]);
  return new Uint8Array(Float32Array.from([faces.length, ...numbers]).buffer);
}
