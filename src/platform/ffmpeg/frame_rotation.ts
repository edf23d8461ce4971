import type { RgbImage } from "../../records/frame.ts";
import type { QuarterTurn } from "../../records/video.ts";

/** Rotates `image` clockwise by quarter turns into `target` (as long as the image's data); 0 returns the image. */
export function rotateImage(
  image: RgbImage,
  options: { readonly rotation: QuarterTurn; readonly target: Uint8Array },
): RgbImage {
  const { width, height } = image;
  switch (options.rotation) {
    case 0:
      return image;
    case 90:
      copy(image, options.target, { origin: height - 1, column: height, row: -1 });
      return { width: height, height: width, data: options.target };
    case 180:
      copy(image, options.target, { origin: width * height - 1, column: -1, row: -width });
      return { width, height, data: options.target };
    case 270:
      copy(image, options.target, { origin: (width - 1) * height, column: -height, row: 1 });
      return { width: height, height: width, data: options.target };
    default:
      return options.rotation satisfies never;
  }
}

/** Order in which source pixels are written, in target pixels: offset of the first, step along a row, step down. */
interface Walk {
  readonly origin: number;
  readonly column: number;
  readonly row: number;
}

function copy({ width, height, data }: RgbImage, target: Uint8Array, walk: Walk): void {
  let from = 0;
  for (let y = 0; y < height; y++) {
    let to = (walk.origin + y * walk.row) * 3;
    for (let x = 0; x < width; x++, from += 3, to += walk.column * 3) {
      target[to] = data[from]!;
      target[to + 1] = data[from + 1]!;
      target[to + 2] = data[from + 2]!;
    }
  }
}
