import type { DecodedFrame } from "../../records/frame.ts";
import { cutFace, type PreparedFace } from "./cut_face.ts";
import { type Detection, findFaces } from "./find_faces.ts";
import type { Plan } from "../plan/plan.ts";
import type { WorkerResources } from "./worker_resources.ts";
import type { KnownFace, VideoCache } from "../cache/video_cache.ts";
import type { TurnedViews } from "./views.ts";

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
 * Looks at a decoded frame, turned as the views want it: finds its faces once per face detection that some view wants, and prepares each
 * that is asked for once per preparation.
 */
export async function measureFrame(
  frame: DecodedFrame,
  views: TurnedViews,
  tools: { plan: Plan; resources: WorkerResources; cache: VideoCache },
): Promise<MeasuredFrame> {
  const { plan, resources } = tools, { digests } = resources;
  const { position, image } = frame;
  const { turn } = views;
  const seen = `${image.width}x${image.height} ${digests.of(image.data)}`;
  const detections = await findFaces(frame, views, tools);
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
        known = cutFace(image, found, {
          plan,
          resources,
          preparation,
          place: { position, turn, face },
        });
        prepared.set(name, known);
      }
      return known;
    },
    async note(cache) {
      for (const [detection, { faces, cached }] of detections) {
        if (!cached) await cache.noteDetection(detection, { position, turn }, { seen, faces });
      }
      for (const [name, result] of prepared) {
        const [preparation, face] = name.split(" ").map(Number);
        await cache.noteFace(preparation, { position, turn, face }, knownOf(result));
      }
    },
  };
}

function knownOf(result: PreparedFace | "empty"): KnownFace | "empty" {
  return result === "empty" ? result : { digest: result.slot.digest, pixels: result.pixels };
}
