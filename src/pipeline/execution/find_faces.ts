import { systemClock } from "../../platform/host/clock.ts";
import type { DetectedFace } from "../../records/face.ts";
import type { DecodedFrame, RgbImage } from "../../records/frame.ts";
import { parametersOf } from "../../stages/part_use.ts";
import type { Plan } from "../plan/plan.ts";
import type { WorkerResources } from "./worker_resources.ts";
import type { VideoCache } from "../cache/video_cache.ts";
import type { TurnedViews } from "./views.ts";

/** Faces of the current frame found by one face detection. */
export interface Detection {
  readonly faces: readonly DetectedFace[];
  readonly milliseconds: number;
  /** Whether they come from the stage cache. */
  readonly cached: boolean;
}

/** Finds the faces of a frame by each face detection that some view needs. @returns by index of the detection */
export async function findFaces(
  frame: DecodedFrame,
  views: TurnedViews,
  { plan, resources, cache }: { plan: Plan; resources: WorkerResources; cache: VideoCache },
): Promise<Map<number, Detection>> {
  const found = new Map<number, Detection>();
  const inputOf = frameInputs(frame, { plan, resources });
  for (const { decode: { sample }, detection: index } of views.detects) {
    if (found.has(index) || !sample.positions.has(frame.position)) continue;
    const known = await cache.detection(index, { position: frame.position, turn: views.turn });
    if (known) {
      found.set(index, { faces: known.faces, milliseconds: 0, cached: true });
      continue;
    }
    const input = inputOf(index);
    const detector = await resources.faceDetector(index);
    const start = systemClock.now();
    const faces = await resources.activity.during(() => detector.detect(input.image));
    const milliseconds = input.milliseconds + systemClock.now() - start;
    found.set(index, { faces, milliseconds, cached: false });
  }
  return found;
}

/** Makes the inputs of a frame's face detections; equal inputs are made once. */
function frameInputs(
  { image: frame }: DecodedFrame,
  { plan, resources }: { plan: Plan; resources: WorkerResources },
): (detection: number) => { readonly image: RgbImage; readonly milliseconds: number } {
  const inputs = new Map<string, { image: RgbImage; milliseconds: number }>();
  return (detection) => {
    const { input: use } = plan.detections[detection]!;
    const text = JSON.stringify(use.parameters);
    let input = inputs.get(text);
    if (!input) {
      const start = systemClock.now();
      const image = resources.detectorInput(frame, parametersOf(use));
      inputs.set(text, input = { image, milliseconds: systemClock.now() - start });
    }
    return input;
  };
}
