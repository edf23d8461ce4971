import type { RgbPixels } from "../images/rgb_window.ts";
import { enlargedRow, type Enlargement, type SamplePlane } from "./chroma_upsampling.ts";
import { inverseTransform } from "./islow_idct.ts";
import { type JpegPlane, readCoefficients } from "./jpeg_coefficients.ts";
import { type JpegFile, readJpegFile } from "./jpeg_file.ts";
import { largest } from "../extremes.ts";

/**
 * Decodes a JPEG file of 8 bits, baseline or progressive, grey or of three components, to the bytes that OpenCV gives,
 * which uses libjpeg-turbo: its exact transform, its smooth upsampling and its conversion to RGB. Where data are missing,
 * the rest is grey, as there. An orientation in the file is not applied.
 * @throws RangeError when it is not a JPEG file, is of another kind, or has no picture
 */
export function decodeJpeg(bytes: Uint8Array): RgbPixels {
  const file = readJpegFile(bytes);
  const { width, height, components } = file.frame;
  const mostH = largest(components.map(({ h }) => h));
  const mostV = largest(components.map(({ v }) => v));
  const sampled = readCoefficients(bytes, file).map((plane, i) => {
    const { h, v, table } = components[i]!;
    if (mostH % h !== 0 || mostV % v !== 0) throw new RangeError("a JPEG file of odd sampling");
    const steps = file.steps[table];
    if (steps === undefined) throw new RangeError("a JPEG file without quantisation steps");
    return { plane: samplesOf(plane, steps), enlargement: { across: mostH / h, down: mostV / v } };
  });
  const data = new Uint8Array(width * height * 3);
  const rows = sampled.map(() => new Uint8Array(width + 8));
  for (let y = 0; y < height; y++) {
    sampled.forEach(({ plane, enlargement }, i) => {
      fillRow(plane, enlargement, { y, target: rows[i]! });
    });
    writeRow(file, rows, data.subarray(y * width * 3, (y + 1) * width * 3));
  }
  return { width, height, data };
}

function fillRow(
  plane: SamplePlane,
  enlargement: Enlargement,
  place: { readonly y: number; readonly target: Uint8Array },
): void {
  const { across, down } = enlargement;
  if (across !== 1 || down !== 1) return enlargedRow(plane, enlargement, place);
  const start = place.y * plane.stride;
  place.target.set(plane.samples.subarray(start, start + plane.width));
}

function samplesOf(plane: JpegPlane, steps: Uint16Array): SamplePlane {
  const { blocksAcross, blocksDown, coefficients, width, height } = plane;
  const stride = blocksAcross * 8;
  const samples = new Uint8Array(stride * blocksDown * 8);
  const block = new Int32Array(64);
  for (let y = 0, from = 0; y < blocksDown; y++) {
    for (let x = 0; x < blocksAcross; x++, from += 64) {
      for (let k = 0; k < 64; k++) block[k] = coefficients[from + k]! * steps[k]!;
      inverseTransform(block, { target: samples, at: y * 8 * stride + x * 8, stride });
    }
  }
  return { width, height, stride, samples };
}

/** Converts a row to RGB, as libjpeg's jdcolor.c in numbers of 16 bits behind the point. */
function writeRow({ isRgb }: JpegFile, rows: readonly Uint8Array[], target: Uint8Array): void {
  const [first = target, second = first, third = first] = rows;
  const isConverted = rows.length === 3 && !isRgb;
  for (let x = 0, at = 0; at < target.length; x++, at += 3) {
    const y = first[x]!, b = second[x]!, r = third[x]!;
    if (!isConverted) {
      target[at] = y;
      target[at + 1] = b;
      target[at + 2] = r;
      continue;
    }
    const cb = b - 128, cr = r - 128;
    target[at] = clamped(y + ((91881 * cr + 32768) >> 16));
    target[at + 1] = clamped(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
    target[at + 2] = clamped(y + ((116130 * cb + 32768) >> 16));
  }
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
