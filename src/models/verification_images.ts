import { seededRandom } from "../base/numeric/statistics/seeded_random.ts";

/** What the verification images show, in their order. */
export const IMAGE_NAMES = ["drawn face", "dark turned face", "colours", "noise"] as const;

/** Number of verification images. */
export const VERIFICATION_IMAGES = IMAGE_NAMES.length;

/** Colour of a pixel by position and channel: a byte, 0 … 255. */
type Shade = (x: number, y: number, channel: number) => number;

/**
 * Draws the images on which a network is verified when it is built, the same on every machine: a pale oval with
 * eyes and mouth, the same darker and rotated, smooth colours with fine noise, and pure noise. They range from
 * what networks are made for to what they have never seen.
 * @param size side, pixels
 * @returns uint8 RGB, `size * size * 3` bytes each
 */
export function verificationImages(size: number): readonly Uint8Array[] {
  const shades = [face(1, 0), face(0.45, 0.4), waves(size), noise(size)];
  return shades.map((shade) => painted(size, shade));
}

/** Draws an image. @param shade takes positions in -1 … 1, centre 0 */
function painted(size: number, shade: Shade): Uint8Array {
  const image = new Uint8ClampedArray(size * size * 3);
  const place = (pixel: number) => (2 * pixel + 1) / size - 1;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      for (let channel = 0; channel < 3; channel++) {
        const at = (row * size + column) * 3 + channel;
        image[at] = shade(place(column), place(row), channel);
      }
    }
  }
  return new Uint8Array(image.buffer);
}

const SKIN = [224, 172, 145] as const;
const MOUTH = [150, 60, 60] as const;

/** Makes a face. @param turn radians, clockwise */
function face(light: number, turn: number): Shade {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const inOval = (x: number, y: number, [width, height]: readonly [number, number]) =>
    (x / width) ** 2 + (y / height) ** 2 < 1;
  return (screenX, screenY, channel) => {
    const x = cos * screenX + sin * screenY;
    const y = cos * screenY - sin * screenX;
    if (!inOval(x, y, [0.6, 0.85])) return 60 * light + 20 * screenY;
    if (inOval(Math.abs(x) - 0.25, y + 0.2, [0.1, 0.06])) return 30;
    if (inOval(x, y - 0.45, [0.22, 0.08])) return MOUTH[channel]! * light;
    return SKIN[channel]! * light * (1 - 0.25 * (x + 0.6) ** 2);
  };
}

function waves(size: number): Shade {
  const below = seededRandom(size);
  return (x, y, channel) =>
    128 + 60 * Math.sin(3 * x + 2 * channel) * Math.cos(4 * y - channel) + below(41) - 20;
}

function noise(size: number): Shade {
  const below = seededRandom(size + 1);
  return () => below(256);
}
