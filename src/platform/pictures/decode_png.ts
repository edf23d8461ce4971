import { inflateSync } from "node:zlib";
import type { RgbImage } from "../../records/frame.ts";
import {
  damagedPng,
  isPng,
  PNG_COLOURS,
  type PngChunk,
  pngChunks,
  type PngHeader,
  readPngHeader,
} from "./png_chunks.ts";

/** A pass of an interlaced picture: its first column and row, and the steps between its columns and rows. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly down: number;
}

/** The seven passes of Adam7. */
const ADAM7: readonly Pass[] = [
  { x: 0, y: 0, right: 8, down: 8 },
  { x: 4, y: 0, right: 8, down: 8 },
  { x: 0, y: 4, right: 4, down: 8 },
  { x: 2, y: 0, right: 4, down: 4 },
  { x: 0, y: 2, right: 2, down: 4 },
  { x: 1, y: 0, right: 2, down: 2 },
  { x: 0, y: 1, right: 1, down: 2 },
];
const WHOLE: readonly Pass[] = [{ x: 0, y: 0, right: 1, down: 1 }];

/**
 * Decodes a PNG file to the bytes that OpenCV gives for a colour picture: grey is repeated, transparency dropped, of 16
 * bits the upper 8 are taken, colour profiles are ignored. An orientation in the file is not applied.
 * @throws RangeError when it is not a PNG file, or is damaged
 */
export function decodePng(bytes: Uint8Array): RgbImage {
  if (!isPng(bytes)) throw damagedPng();
  const chunks = [...pngChunks(bytes)];
  const header = readPngHeader(chunks[0] ?? fail());
  // As libpng: a wrong checksum matters only in chunks that the picture cannot do without.
  if (chunks.some(({ type, isSound }) => !isSound && /^[A-Z]/.test(type))) throw damagedPng();
  const palette = chunks.find(({ type }) => type === "PLTE")?.data ?? new Uint8Array();
  if (header.colour === 3 && palette.length < 3) throw damagedPng();
  const raw = inflated(chunks, header);
  const { width, height } = header;
  const data = new Uint8Array(width * height * 3);
  const write = pixelWriter(header, palette, data);
  let at = 0;
  for (const pass of passesOf(header)) {
    const rowBytes = bytesOfRow(header, pass);
    let before: Uint8Array = new Uint8Array(rowBytes);
    for (let y = pass.y; rowBytes > 0 && y < height; y += pass.down) {
      const row = raw.subarray(at + 1, at + 1 + rowBytes);
      unfilter(row, before, { filter: raw[at]!, step: bytesOfPixel(header) });
      for (let x = pass.x, i = 0; x < width; x += pass.right, i++) write(row, i, y * width + x);
      before = row;
      at += 1 + rowBytes;
    }
  }
  return { width, height, data };
}

function passesOf({ interlaced }: PngHeader): readonly Pass[] {
  return interlaced ? ADAM7 : WHOLE;
}

/** Bytes of a row without its filter; 0: the pass has no pixels. */
function bytesOfRow({ width, depth, colour }: PngHeader, { x, right }: Pass): number {
  const pixels = Math.max(0, Math.ceil((width - x) / right));
  return Math.ceil(pixels * depth * PNG_COLOURS[colour].samples / 8);
}

/** Distance to the byte before that a filter refers to. */
function bytesOfPixel({ depth, colour }: PngHeader): number {
  return Math.max(1, depth * PNG_COLOURS[colour].samples / 8);
}

function inflated(chunks: readonly PngChunk[], header: PngHeader): Uint8Array {
  const size = passesOf(header).reduce((sum, pass) => {
    const rowBytes = bytesOfRow(header, pass);
    const rows = Math.max(0, Math.ceil((header.height - pass.y) / pass.down));
    return sum + (rowBytes === 0 ? 0 : rows * (rowBytes + 1));
  }, 0);
  const packed = chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data);
  try {
    // A little more than the picture needs is allowed: some writers add a row.
    const bytes = inflateSync(joined(packed), { maxOutputLength: size + (1 << 16) });
    if (bytes.length >= size) return bytes;
  } catch { /* damaged, as below */ }
  throw damagedPng();
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Reverses the filter of a row in place (PNG specification, section 9). @param before the row above */
function unfilter(
  row: Uint8Array,
  before: Uint8Array,
  { filter, step }: { readonly filter: number; readonly step: number },
): void {
  if (filter > 4) throw damagedPng();
  if (filter === 0) return;
  for (let i = 0; i < row.length; i++) {
    const left = i < step ? 0 : row[i - step]!, above = before[i]!;
    if (filter === 1) row[i]! += left;
    else if (filter === 2) row[i]! += above;
    else if (filter === 3) row[i]! += (left + above) >> 1;
    else row[i]! += nearest(left, above, i < step ? 0 : before[i - step]!);
  }
}

/** The Paeth predictor. */
function nearest(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner), toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Makes a function that writes pixel `i` of a row to a place in the picture. */
function pixelWriter(
  { colour, depth }: PngHeader,
  palette: Uint8Array,
  data: Uint8Array,
): (row: Uint8Array, i: number, place: number) => void {
  const { samples } = PNG_COLOURS[colour];
  const wide = depth === 16 ? 2 : 1;
  if (samples >= 3) {
    return (row, i, place) => {
      const from = i * samples * wide;
      data[3 * place] = row[from]!;
      data[3 * place + 1] = row[from + wide]!;
      data[3 * place + 2] = row[from + 2 * wide]!;
    };
  }
  const most = (1 << depth) - 1;
  const sample = depth >= 8
    ? (row: Uint8Array, i: number) => row[i * samples * wide]!
    : (row: Uint8Array, i: number) => {
      const bit = i * depth;
      return (row[bit >> 3]! >> (8 - depth - (bit & 7))) & most;
    };
  if (colour === 3) {
    return (row, i, place) => {
      const from = 3 * sample(row, i);
      for (let k = 0; k < 3; k++) data[3 * place + k] = palette[from + k] ?? 0;
    };
  }
  const factor = depth < 8 ? 255 / most : 1;
  return (row, i, place) => data.fill(sample(row, i) * factor, 3 * place, 3 * place + 3);
}

function fail(): never {
  throw damagedPng();
}
