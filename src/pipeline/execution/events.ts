import type { DecoderNote } from "../../records/decoder_note.ts";
import type { VideoRecord } from "../../records/run_result.ts";
import type { Thumbnail } from "../../records/thumbnail.ts";
import type { VideoId } from "../../records/video.ts";

/** Events during execution. */
export type ExecutionEvent =
  /** A worker has loaded its networks; `milliseconds`: the loading time. */
  | { readonly kind: "ready"; readonly milliseconds: number }
  /** A worker starts a video. */
  | { readonly kind: "started"; readonly video: VideoId }
  /** Progress within a video, as text for display. */
  | { readonly kind: "progress"; readonly video: VideoId; readonly text: string }
  /** A video is finished. */
  | {
    readonly kind: "video";
    readonly record: VideoRecord;
    readonly thumbnails: readonly Thumbnail[];
    /** Error that made the stage cache stop storing; `null`: none, or there is no cache. */
    readonly cacheProblem: string | null;
    /** The worker's choices of decoders so far. */
    readonly decoders: readonly DecoderNote[];
  };
