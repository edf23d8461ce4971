import type { RgbPixels } from "./rgb_window.ts";

/** How a picture is stored, as EXIF's tag 0x112 says it; 1: as it is shown. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Whether width and height of a stored picture are exchanged when it is shown. */
export function isTransposed(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** Turns and mirrors a picture as it is to be shown; 1 returns the image itself. */
export function orientImage(image: RgbPixels, orientation: Orientation): RgbPixels {
  if (orientation === 1) return image;
  const { width, height, data } = image;
  const turned = isTransposed(orientation) ? { width: height, height: width } : { width, height };
  const target = new Uint8Array(data.length);
  const { origin, right, down } = walkOf(orientation, image);
  for (let y = 0, to = 0; y < turned.height; y++) {
    let from = 3 * (origin + y * down);
    for (let x = 0; x < turned.width; x++, to += 3, from += 3 * right) {
      target[to] = data[from]!;
      target[to + 1] = data[from + 1]!;
      target[to + 2] = data[from + 2]!;
    }
  }
  return { ...turned, data: target };
}

/** Where the first pixel shown is stored, and the steps from it to the next and to the next row, in pixels. */
interface Walk {
  readonly origin: number;
  readonly right: number;
  readonly down: number;
}

function walkOf(orientation: Orientation, { width, height }: RgbPixels): Walk {
  const end = width * height - 1, lastRow = width * (height - 1);
  switch (orientation) {
    case 1:
      return { origin: 0, right: 1, down: width };
    case 2:
      return { origin: width - 1, right: -1, down: width };
    case 3:
      return { origin: end, right: -1, down: -width };
    case 4:
      return { origin: lastRow, right: 1, down: -width };
    case 5:
      return { origin: 0, right: width, down: 1 };
    case 6:
      return { origin: lastRow, right: -width, down: 1 };
    case 7:
      return { origin: end, right: -width, down: -1 };
    case 8:
      return { origin: width - 1, right: width, down: -1 };
    default:
      return orientation satisfies never;
  }
}
