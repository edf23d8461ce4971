/** Whether a video could be scored, and if not, what was missing. */
export type VideoStatus = "ok" | "no_frames" | "no_face" | "failed";

/** Why 0.5 was put in; `null`: it was not. */
export type Fallback =
  | "single_face"
  | "aborted"
  | "empty_crop"
  | "no_face"
  | "no_frames"
  | "error";

/** What one variant says of one video. */
export interface Verdict {
  /** P(fake) of the video, in [0, 1]. */
  readonly probability: number;
  /** The pooling rule that fired; empty when nothing was pooled. */
  readonly branch: string;
  readonly status: VideoStatus;
  readonly fallback: Fallback | null;
  /** Faces that were pooled, or would have been but for the fallback. */
  readonly faces: number;
  readonly framesRequested: number;
  readonly framesRead: number;
  /** `CODE: sentence.`, never a tool's raw output or an absolute path; `null`: nothing went wrong. */
  readonly error: string | null;
}
