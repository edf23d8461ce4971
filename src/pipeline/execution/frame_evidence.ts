import type { DecodedFrame } from "../../records/frame.ts";
import { cutFace, type PreparedFace } from "./cut_face.ts";
import { type Detection, findFaces } from "./find_faces.ts";
import type { Plan } from "../plan/plan.ts";
import type { WorkerResources } from "./worker_resources.ts";
import type { FacePlace, KnownFace, VideoCache } from "../cache/video_cache.ts";
import type { TurnedViews } from "./views.ts";

/** Results for one frame that views need: computed from its pixels, or read from the stage cache. */
export interface FrameEvidence {
  /** Position in the stream, from 0. */
  readonly position: number;
  /** Size and digest of the decoded pixels. */
  readonly seen: string;
  /** Whether everything came from the stage cache, so that the frame was not decoded. */
  readonly replayed: boolean;
  /** Gets the faces found. @param detection index into the plan's detections */
  detection(detection: number): Detection;
  /** Gets a prepared face. @param preparation index into the plan's preparations */
  prepared(preparation: number, face: number): PreparedFace | "empty";
}

/** Results computed from a frame's pixels. */
export interface MeasuredFrame extends FrameEvidence {
  /** Adds the results computed so far to the stage cache. */
  note(cache: VideoCache): Promise<void>;
}

/** A prepared face, for the stage cache. */
interface NotedFace {
  readonly preparation: number;
  readonly place: FacePlace;
  readonly result: PreparedFace | "empty";
}

/**
 * Computes the results for a decoded frame in the rotation of the views: finds its faces once per face detection, and
 * prepares each requested face once per preparation.
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
  const prepared = new Map<string, NotedFace>();
  return {
    position,
    seen,
    replayed: false,
    detection: (detection) => detections.get(detection)!,
    prepared(preparation, face) {
      const name = `${preparation} ${face}`;
      let known = prepared.get(name);
      if (!known) {
        const found = detections.get(plan.preparations[preparation]!.detection)!.faces[face]!;
        const place = { position, turn, face };
        const result = cutFace(image, found, { plan, resources, preparation, place });
        prepared.set(name, known = { preparation, place, result });
      }
      return known.result;
    },
    async note(cache) {
      for (const [detection, { faces, cached }] of detections) {
        if (!cached) await cache.noteDetection(detection, { position, turn }, { seen, faces });
      }
      for (const { preparation, place, result } of prepared.values()) {
        await cache.noteFace(preparation, place, knownOf(result));
      }
    },
  };
}

function knownOf(result: PreparedFace | "empty"): KnownFace | "empty" {
  return result === "empty" ? result : { digest: result.slot.digest, pixels: result.pixels };
}
