/** An 8-bit RGB image, row-major, channels last: `data.length === height * width * 3`. */
export interface RgbImage {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly data: Uint8Array;
}

/** A frame that a variant wants: the index it asked for and the place in the stream that is decoded. */
export interface WantedFrame {
  /** The frame index as the sampler named it, from 0. */
  readonly label: number;
  /** The frame's place in the stream, from 0. Differs from `label` only under `readIndices: "walk"`. */
  readonly position: number;
}

/** A decoded frame. Its pixels are valid only until the next frame is asked for. */
export interface DecodedFrame {
  /** Place in the stream, from 0. */
  readonly position: number;
  readonly image: RgbImage;
}
