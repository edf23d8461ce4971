/** An 8-bit RGB image, row-major, channels last: `data.length === height * width * 3`. */
export interface RgbPixels {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly data: Uint8Array;
}

/** A rectangle of a larger 8-bit RGB image, read or written in place. */
export interface RgbWindow extends RgbPixels {
  /** Index in `data` of the rectangle's first value. */
  readonly start: number;
  /** Distance between rows, in values. */
  readonly stride: number;
}

/** A function that resizes `source` to the size of `target`; both are non-empty and in separate memory. */
export type Resize = (source: RgbWindow, target: RgbWindow) => void;

/** Rows and columns, half-open, inside the image. */
export interface WindowBounds {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** Returns a view of the part of `image` inside `bounds`. */
export function windowOf(image: RgbPixels, bounds: WindowBounds): RgbWindow {
  return {
    data: image.data,
    width: bounds.right - bounds.left,
    height: bounds.bottom - bounds.top,
    start: (bounds.top * image.width + bounds.left) * 3,
    stride: image.width * 3,
  };
}

/** Returns a view of the whole of `image`. */
export function wholeWindow(image: RgbPixels): RgbWindow {
  return windowOf(image, { top: 0, bottom: image.height, left: 0, right: image.width });
}

/** Creates a black image. */
export function blackImage(width: number, height: number): RgbPixels {
  return { width, height, data: new Uint8Array(width * height * 3) };
}

/**
 * Returns a view of `window`'s bytes whose stores saturate and round half to even, like OpenCV's
 * `saturate_cast<uchar>`.
 */
export function saturating(window: RgbWindow): Uint8ClampedArray {
  const { buffer, byteOffset, length } = window.data;
  return new Uint8ClampedArray(buffer, byteOffset, length);
}

/** Copies the top left part of `source` that fits into `target`. */
export function copyWindow(source: RgbWindow, target: RgbWindow): void {
  const rows = Math.min(source.height, target.height);
  const values = Math.min(source.width, target.width) * 3;
  for (let y = 0; y < rows; y++) {
    const from = source.start + y * source.stride;
    target.data.set(source.data.subarray(from, from + values), target.start + y * target.stride);
  }
}
