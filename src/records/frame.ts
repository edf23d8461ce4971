/** An 8-bit RGB image, row-major, channels last: `data.length === height * width * 3`. */
export interface RgbImage {
  /** Width, pixels. */
  readonly width: number;
  /** Height, pixels. */
  readonly height: number;
  readonly data: Uint8Array;
}

/** A frame that a variant uses: the requested index and the place in the stream that is decoded. */
export interface WantedFrame {
  /** The frame index that the sampler requested, from 0. */
  readonly label: number;
  /** The frame's place in the stream, from 0. Differs from `label` only under `readIndices: "walk"`. */
  readonly position: number;
}

/** A decoded frame. Its pixels are valid only until the next frame is read. */
export interface DecodedFrame {
  /** Place in the stream, from 0. */
  readonly position: number;
  readonly image: RgbImage;
}
