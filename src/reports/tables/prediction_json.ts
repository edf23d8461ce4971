import type { Decision } from "./decisions_csv.ts";
import type { FaceRecord, VideoRecord } from "../../records/run_result.ts";

/** A video's prediction by one variant, as `predict --json` prints it. */
export interface VideoPrediction {
  /** Path inside the folder that was given. */
  readonly filename: string;
  /** P(fake), in [0, 1]; 0.5 when the video could not be scored. */
  readonly label: number;
  /** By an operating point, as are the next; left out: none was given. */
  readonly decision?: Decision["decision"];
  /** P(fake) with the temperature; `null`: there is no temperature. */
  readonly calibrated?: number | null;
  readonly scored: boolean;
  /** Why 0.5 is used; `null`: it is not. */
  readonly fallback: string | null;
  /** `CODE: sentence.`; `null`: no error. */
  readonly error: string | null;
  /** Frames per second; `null`: not known. */
  readonly fps: number | null;
  readonly framesRequested: number | null;
  readonly framesRead: number | null;
  /** Frames in which faces were found, by place. */
  readonly frames: readonly FramePrediction[];
}

export interface FramePrediction {
  /** Place in the decoded stream, from 0. */
  readonly frame: number;
  /** Place divided by frames per second; `null`: not known. */
  readonly seconds: number | null;
  /** Mean of its faces' scores; `null`: none was scored. */
  readonly score: number | null;
  readonly faces: readonly FacePrediction[];
}

export interface FacePrediction {
  /** P(fake), the mean of the classifiers' scores; `null`: not scored, as beyond `maxFaces`. */
  readonly score: number | null;
  /** P(fake) by `classifier@precision@bN`. */
  readonly scores: Readonly<Record<string, number>>;
  /** `[x1, y1, x2, y2]` in pixels of the frame, before the margin. */
  readonly box: FaceRecord["box"];
  /** The face detector's confidence, in [0, 1]. */
  readonly detection: FaceRecord["detection"];
}

/** Applies an operating point to a video's P(fake). */
type Decide = (
  scores: Pick<Decision, "probability" | "scored">,
) => Pick<Decision, "decision" | "calibrated">;

/**
 * Describes what the only variant of a run found in a video.
 * @param decide what an operating point makes of P(fake); `null`: none was given
 */
export function videoPrediction(
  record: VideoRecord,
  decide: Decide | null = null,
): VideoPrediction {
  const { filename, metadata, faces, variants: [verdict] } = record;
  if (!verdict) throw new RangeError("a record without a verdict");
  const { probability, status, fallback, error, framesRequested, framesRead } = verdict;
  const scored = status === "ok";
  const fps = metadata !== null && metadata.fps > 0 ? metadata.fps : null;
  const frames = [...Map.groupBy(faces, ({ frame }) => frame)].sort(([a], [b]) => a - b);
  return {
    ...{ filename, label: probability, ...decide?.({ probability, scored }) },
    ...{ scored, fallback, error },
    ...{ fps, framesRequested, framesRead },
    frames: frames.map(([frame, found]) => framePrediction(frame, { found, fps })),
  };
}

function framePrediction(
  frame: number,
  { found, fps }: { readonly found: readonly FaceRecord[]; readonly fps: number | null },
): FramePrediction {
  const faces = [...Map.groupBy(found, ({ face }) => face).values()].map(facePrediction);
  return {
    frame,
    seconds: fps === null ? null : frame / fps,
    score: mean(faces.flatMap(({ score }) => score ?? [])),
    faces,
  };
}

/** Joins the records of a face, one for each way in which it was prepared. */
function facePrediction(prepared: readonly FaceRecord[]): FacePrediction {
  const scores = Object.fromEntries(prepared.flatMap((face) => Object.entries(face.scores)));
  const { box, detection } = prepared[0]!;
  return { score: mean(Object.values(scores)), scores, box, detection };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length;
}
