import type { DecoderNote } from "../../records/decoder_note.ts";
import type { VideoRecord } from "../../records/run_result.ts";
import type { Thumbnail } from "../../records/thumbnail.ts";
import type { VideoId } from "../../records/video.ts";

/** What execution tells while it goes on. */
export type ExecutionEvent =
  /** A worker has loaded its networks, which took it so long. */
  | { readonly kind: "ready"; readonly milliseconds: number }
  /** A worker begins with a video. */
  | { readonly kind: "begun"; readonly video: VideoId }
  /** How far a video is, for people. */
  | { readonly kind: "progress"; readonly video: VideoId; readonly text: string }
  /** A video has its record. */
  | {
    readonly kind: "video";
    readonly record: VideoRecord;
    readonly thumbnails: readonly Thumbnail[];
    /** Why the stage cache takes nothing more; `null`: it does, or there is none. */
    readonly cacheProblem: string | null;
    /** What the worker decided so far of who decodes. */
    readonly decoders: readonly DecoderNote[];
  };
