import { type PreparedFace, slotOf } from "../execution/cut_face.ts";
import type { FrameEvidence } from "../execution/frame_evidence.ts";
import type { Plan } from "../plan/plan.ts";
import type { WorkerResources } from "../execution/worker_resources.ts";
import type { FramePlace, KnownDetection, VideoCache } from "./video_cache.ts";
import type { CropView, TurnedViews } from "../execution/views.ts";

/** Resources for replaying frames. */
interface ReplayTools {
  readonly plan: Plan;
  readonly resources: WorkerResources;
  readonly cache: VideoCache;
}

/**
 * Reads the evidence of a frame, in the rotation of the views, from the stage cache, without decoding it.
 * @returns `null` when something that a view still needs is not cached, so that the frame has to be decoded. Frames
 * beyond the end of the stream are never cached, since a decoder that failed early looks the same.
 */
export async function replayFrame(
  position: number,
  views: TurnedViews,
  tools: ReplayTools,
): Promise<FrameEvidence | null> {
  const { turn } = views;
  const detections = await knownDetections(position, views, tools.cache);
  if (detections === null) return null;
  const [first] = detections.values();
  if (!first) return null;
  const faces = new Map<string, PreparedFace | "empty">();
  const frame = { position, turn, detections, faces };
  for (const crop of views.crops) {
    if (!crop.detect.decode.sample.positions.has(position)) continue;
    if (!await findKnownFaces(crop, frame, tools)) return null;
  }
  return {
    position,
    seen: first.seen,
    replayed: true,
    detection(index) {
      const known = detections.get(index)!;
      return { faces: known.faces, milliseconds: 0, cached: true };
    },
    prepared: (preparation, face) => faces.get(`${preparation} ${face}`)!,
  };
}

/** Reads every face detection of a frame that some view needs; `null`: one of them is not cached. */
async function knownDetections(
  position: number,
  views: TurnedViews,
  cache: VideoCache,
): Promise<ReadonlyMap<number, KnownDetection> | null> {
  const known = new Map<number, KnownDetection>();
  for (const { decode: { sample }, detection } of views.detects) {
    if (known.has(detection) || !sample.positions.has(position)) continue;
    const found = await cache.detection(detection, { position, turn: views.turn });
    if (!found) return null;
    known.set(detection, found);
  }
  return known;
}

interface ReplayedFrame extends FramePlace {
  readonly detections: ReadonlyMap<number, KnownDetection>;
  /** Faces by preparation and rank. */
  readonly faces: Map<string, PreparedFace | "empty">;
}

/** Reads the faces that a view will need, in its order. @returns whether all are cached */
async function findKnownFaces(
  crop: CropView,
  frame: ReplayedFrame,
  tools: ReplayTools,
): Promise<boolean> {
  if (crop.stopped) return true;
  const { length } = frame.detections.get(crop.detect.detection)!.faces;
  for (let face = 0; face < length; face++) {
    let empty = false;
    for (const preparation of crop.preparations) {
      const found = await findKnownFace(preparation, face, { frame, ...tools });
      if (!found) return false;
      empty ||= found === "empty";
    }
    if (empty) return true; // the view ends here
  }
  return true;
}

async function findKnownFace(
  preparation: number,
  face: number,
  { frame, plan, resources, cache }: ReplayTools & { frame: ReplayedFrame },
): Promise<PreparedFace | "empty" | null> {
  const { position, turn, detections, faces } = frame;
  const name = `${preparation} ${face}`;
  const before = faces.get(name);
  if (before) return before;
  const place = { position, turn, face };
  const known = await cache.face(preparation, place);
  if (known === null) return null;
  const { detection } = plan.preparations[preparation]!;
  const prepared = known === "empty" ? known : {
    pixels: known.pixels,
    slot: slotOf(
      detections.get(detection)!.faces[face]!,
      { plan, resources, preparation, place },
      { digest: known.digest, milliseconds: 0 },
    ),
  };
  faces.set(name, prepared);
  return prepared;
}
