import type { DetectedFace } from "../../records/face.ts";
import type { PreparedFace } from "./cut_face.ts";
import type { FrameEvidence } from "./frame_evidence.ts";
import type { ThumbnailTaker } from "./thumbnails.ts";
import type { WorkerResources } from "./worker_resources.ts";
import type { CropView, Views } from "./views.ts";

/**
 * Gives every view what it wants of one frame: its digest, its faces, and the scores of those that are to be
 * scored, each asked for once per classifier.
 */
export async function workOnFrame(
  frame: FrameEvidence,
  views: Views,
  tools: {
    resources: WorkerResources;
    decodeMilliseconds: number;
    thumbnails?: ThumbnailTaker | undefined;
  },
): Promise<void> {
  const { resources, thumbnails } = tools;
  noteDecoded(frame, views, tools);
  noteDetected(frame, views);
  for (const crop of views.crops) {
    const { detect } = crop;
    if (crop.stopped === "aborted" || !detect.sample.wanted.has(frame.position)) continue;
    crop.cached ||= frame.replayed;
    const { faces } = frame.detection(detect.detection);
    if (faces.length === 0 && crop.abortsWithoutFace) {
      // Also after an empty crop: the original searches all frames before it prepares the first face.
      crop.stopped = "aborted";
      crop.hash.update("aborted");
      continue;
    }
    if (crop.stopped) continue;
    for (let face = 0; face < faces.length; face++) {
      const slots = crop.preparations.map((preparation) => frame.prepared(preparation, face));
      if (slots.includes("empty")) {
        crop.stopped = "empty_crop";
        crop.hash.update("empty");
        break;
      }
      // The original drops a face only now, so that an empty crop ends the video beyond the limit too.
      if (crop.faces.length >= crop.limit) continue;
      take(crop, slots as PreparedFace[]);
      const { slot, pixels } = slots[0] as PreparedFace;
      thumbnails?.offer(slot, { pixels, among: faces.length });
      await requestScores(crop, { views, slots: slots as PreparedFace[], resources });
    }
  }
}

/** Notes the frame in every view that wants it. */
function noteDecoded(
  { position, seen, replayed }: FrameEvidence,
  views: Views,
  { decodeMilliseconds }: { decodeMilliseconds: number },
): void {
  for (const sample of views.samples) {
    if (!sample.wanted.has(position)) continue;
    sample.framesRead++;
    sample.decode.hash.update(seen);
    sample.decode.cached ||= replayed;
    // All that was decoded up to here had to be, also for a variant alone.
    sample.decode.milliseconds = decodeMilliseconds;
  }
}

/** Notes in every view what its face detection found. */
function noteDetected(frame: FrameEvidence, views: Views): void {
  for (const view of views.detects) {
    if (!view.sample.wanted.has(frame.position)) continue;
    const { faces, milliseconds, cached } = frame.detection(view.detection);
    view.hash.update(faceBytes(faces));
    view.milliseconds += milliseconds;
    view.cached ||= cached;
  }
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
  { views, slots, resources }: {
    views: Views;
    slots: readonly PreparedFace[];
    resources: WorkerResources;
  },
): Promise<void> {
  for (const classify of views.classifies) {
    if (classify.crop !== crop) continue;
    for (const { classifier, preparation } of classify.scorings) {
      const face = slots[crop.preparations.indexOf(preparation)]!;
      const queue = await resources.queue(classifier);
      await queue.request(face.slot, face.pixels);
    }
  }
}

/** What a face detector said, as bytes: the count, then float32 boxes, probabilities and landmarks. */
function faceBytes(faces: readonly DetectedFace[]): Uint8Array {
  const numbers = [faces.length];
  for (const { box, probability, landmarks } of faces) {
    for (const side of box) numbers.push(side);
    numbers.push(probability);
    for (const [x, y] of landmarks ?? []) numbers.push(x, y);
  }
  return new Uint8Array(Float32Array.from(numbers).buffer);
}
