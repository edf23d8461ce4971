/** Whether a video could be scored, and if not, what was missing. */
export type VideoStatus = "ok" | "no_frames" | "no_face" | "failed";

/** Reason why a video could not be scored and 0.5 is used. */
export type Fallback =
  | "single_face"
  | "aborted"
  | "empty_crop"
  | "no_face"
  | "no_frames"
  | "error";

/** Result of one variant for one video. */
export interface Verdict {
  /** P(fake) of the video, in [0, 1]. */
  readonly probability: number;
  /** The pooling rule that applied; empty if nothing was pooled. */
  readonly branch: string;
  readonly status: VideoStatus;
  readonly fallback: Fallback | null;
  /** Number of faces pooled, or that would have been pooled without the fallback. */
  readonly faces: number;
  readonly framesRequested: number;
  readonly framesRead: number;
  /** `CODE: sentence.`, never a tool's raw output or an absolute path; `null`: no error. */
  readonly error: string | null;
}
