/** The decoder of one kind of video. */
export interface DecoderNote {
  /** Codec, pixel format and size, such as `h264 yuv420p 1920x1080`. */
  readonly kind: string;
  readonly decoder: "cuda" | "software";
  /** Reason why the GPU was not used; `null`: it was. */
  readonly reason: string | null;
}
