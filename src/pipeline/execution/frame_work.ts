import type { DetectedFace } from "../../records/face.ts";
import type { PreparedFace } from "./cut_face.ts";
import type { FrameEvidence } from "./frame_evidence.ts";
import type { ThumbnailTaker } from "./thumbnails.ts";
import type { WorkerResources } from "./worker_resources.ts";
import type { CropView, TurnedViews } from "./views.ts";

/**
 * Adds one frame, in one rotation, to every view that needs it: its digest and its faces. Requests the score of each
 * face once per classifier.
 */
export async function workOnFrame(
  frame: FrameEvidence,
  views: TurnedViews,
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
    if (crop.stopped === "aborted" || !detect.decode.sample.positions.has(frame.position)) continue;
    crop.cached ||= frame.replayed;
    const { faces } = frame.detection(detect.detection);
    if (faces.length === 0 && crop.abortsWithoutFace) {
      // Even after an empty crop, since the original searches all frames before preparing any face.
      crop.stopped = "aborted";
      crop.hash.update("aborted");
      continue;
    }
    if (crop.stopped) continue;
    if (faces.length === 0) crop.emptyFrames++;
    for (let face = 0; face < faces.length; face++) {
      const slots = crop.preparations.map((preparation) => frame.prepared(preparation, face));
      if (slots.includes("empty")) {
        crop.stopped = "empty_crop";
        crop.hash.update("empty");
        break;
      }
      // Checked after preparation, as in the original, where an empty crop beyond the limit ends the video too.
      if (crop.faces.length >= crop.limit) continue;
      take(crop, slots as PreparedFace[]);
      const { slot, pixels } = slots[0] as PreparedFace;
      thumbnails?.offer(slot, { pixels, among: faces.length });
      await requestScores(crop, { views, slots: slots as PreparedFace[], resources });
    }
  }
}

/** Adds the frame to every sample view that needs it. */
function noteDecoded(
  { position, seen, replayed }: FrameEvidence,
  views: TurnedViews,
  { decodeMilliseconds }: { decodeMilliseconds: number },
): void {
  for (const decode of views.decodes) {
    if (!decode.sample.positions.has(position)) continue;
    decode.framesRead++;
    decode.hash.update(seen);
    decode.cached ||= replayed;
    // A variant alone would also have to decode everything up to here.
    decode.milliseconds = decodeMilliseconds;
  }
}

/** Adds the faces found to every detect view. */
function noteDetected(frame: FrameEvidence, views: TurnedViews): void {
  for (const view of views.detects) {
    if (!view.decode.sample.positions.has(frame.position)) continue;
    const { faces, milliseconds, cached } = frame.detection(view.detection);
    view.hash.update(faceBytes(faces));
    view.milliseconds += milliseconds;
    view.cached ||= cached;
  }
}

/** Adds a face to a crop view. */
function take(crop: CropView, faces: readonly PreparedFace[]): void {
  crop.faces.push(faces.map(({ slot }) => slot));
  for (const { slot } of faces) {
    crop.hash.update(slot.digest);
    crop.milliseconds += slot.milliseconds;
  }
}

/** Requests the scores of a face for the classify views based on `crop`. */
async function requestScores(
  crop: CropView,
  { views, slots, resources }: {
    views: TurnedViews;
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

/** Serialises a face detector's result: the count, then float32 boxes, probabilities and landmarks. */
function faceBytes(faces: readonly DetectedFace[]): Uint8Array {
  const numbers = [faces.length];
  for (const { box, probability, landmarks } of faces) {
    for (const side of box) numbers.push(side);
    numbers.push(probability);
    for (const [x, y] of landmarks ?? []) numbers.push(x, y);
  }
  return new Uint8Array(Float32Array.from(numbers).buffer);
}
