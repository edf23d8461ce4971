import { isTransposed, type Orientation } from "../../base/numeric/images/orient_image.ts";
import {
  type JpegComponent,
  jpegSegments,
  readJpegFrame,
} from "../../base/numeric/jpeg/jpeg_file.ts";
import { exifOrientation } from "./exif_orientation.ts";
import { isPng, PNG_COLOURS, pngChunks, readPngHeader } from "./png_chunks.ts";

/** What the header of a picture says. */
export interface PictureHeader {
  /** By ffmpeg's names of codecs. */
  readonly codec: "png" | "mjpeg" | "webp";
  /** Pixels as stored. */
  readonly width: number;
  readonly height: number;
  /** How it is to be turned and mirrored, as OpenCV does it. */
  readonly orientation: Orientation;
  /** ffmpeg's name, such as `yuvj420p`. */
  readonly pixelFormat: string;
}

/** Reads the header of a PNG, JPEG or WebP picture, whatever its file is called. `null`: it is none, or is damaged. */
export function readPictureHeader(bytes: Uint8Array): PictureHeader | null {
  try {
    if (isPng(bytes)) return pngHeader(bytes);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return jpegHeader(bytes);
    return letters(bytes, 0) === "RIFF" && letters(bytes, 8) === "WEBP" ? webpHeader(bytes) : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Size of a picture as it is shown, pixels. */
export function shownSize({ width, height, orientation }: PictureHeader) {
  return isTransposed(orientation) ? { width: height, height: width } : { width, height };
}

function pngHeader(bytes: Uint8Array): PictureHeader | null {
  const [first, ...rest] = pngChunks(bytes);
  if (first === undefined) return null;
  const { width, height, depth, colour } = readPngHeader(first);
  const exif = rest.find(({ type, isSound }) => type === "eXIf" && isSound)?.data;
  const orientation = exif === undefined ? 1 : exifOrientation(exif);
  return { codec: "png", width, height, orientation, pixelFormat: pngFormat(colour, depth) };
}

function pngFormat(colour: keyof typeof PNG_COLOURS, depth: number): string {
  const names = { 0: "gray", 2: "rgb24", 3: "pal8", 4: "ya8", 6: "rgba" } as const;
  const wide = { 0: "gray16be", 2: "rgb48be", 3: "pal8", 4: "ya16be", 6: "rgba64be" } as const;
  return depth === 16 ? wide[colour] : names[colour];
}

function jpegHeader(bytes: Uint8Array): PictureHeader | null {
  const frame = readJpegFrame(bytes);
  if (frame === null) return null;
  const { width, height, components } = frame;
  const orientation = jpegOrientation(bytes);
  return { codec: "mjpeg", width, height, orientation, pixelFormat: jpegFormat(components) };
}

function jpegOrientation(bytes: Uint8Array): Orientation {
  for (const { marker, start, end } of jpegSegments(bytes)) {
    if (marker === 0xda) return 1;
    if (marker !== 0xe1 || letters(bytes, start) !== "Exif") continue;
    return exifOrientation(bytes.subarray(start + 6, end));
  }
  return 1;
}

/** Names of sampling, by the factors of Y over those of Cb and Cr. */
const SAMPLINGS: Readonly<Record<string, string>> = {
  "1x1": "yuvj444p",
  "2x1": "yuvj422p",
  "2x2": "yuvj420p",
  "1x2": "yuvj440p",
  "4x1": "yuvj411p",
};

function jpegFormat([luma, chroma]: readonly JpegComponent[]): string {
  if (luma === undefined || chroma === undefined) return "gray";
  return SAMPLINGS[`${luma.h / chroma.h}x${luma.v / chroma.v}`] ?? "unknown";
}

function webpHeader(bytes: Uint8Array): PictureHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 18 <= bytes.length;) {
    const type = letters(bytes, at), start = at + 8;
    if (type === "VP8 ") return lossyHeader(view, start);
    if (type === "VP8L") return losslessHeader(view, start);
    at = start + view.getUint32(at + 4, true);
    at += at % 2;
  }
  return null; // an animation keeps its pictures in other chunks
}

function lossyHeader(view: DataView, start: number): PictureHeader | null {
  const width = view.getUint16(start + 6, true) & 0x3fff;
  const height = view.getUint16(start + 8, true) & 0x3fff;
  if (width === 0 || height === 0) return null;
  return { codec: "webp", width, height, orientation: 1, pixelFormat: "yuv420p" };
}

function losslessHeader(view: DataView, start: number): PictureHeader {
  const bits = view.getUint32(start + 1, true);
  const width = (bits & 0x3fff) + 1, height = ((bits >>> 14) & 0x3fff) + 1;
  return { codec: "webp", width, height, orientation: 1, pixelFormat: "argb" };
}

function letters(bytes: Uint8Array, at: number): string {
  return Array.from(bytes.subarray(at, at + 4), (byte) => String.fromCharCode(byte)).join("");
}
