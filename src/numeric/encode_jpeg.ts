import { type HuffmanCode, huffmanCode, JpegBits } from "./jpeg_bits.ts";
import { HUFFMAN, QUANTISATION, ZIGZAG } from "./jpeg_tables.ts";
import type { RgbPixels } from "./rgb_window.ts";

/** One component of the picture. */
interface Plane {
  readonly width: number;
  readonly height: number;
  /** Row-major, 0 in the middle of the range. */
  readonly values: Float32Array;
}

/** How a component's blocks are written. */
interface Coding {
  /** Quantisation steps, row-major. */
  readonly steps: Uint8Array;
  readonly dc: HuffmanCode;
  readonly ac: HuffmanCode;
}

const CODES = {
  luma: { dc: huffmanCode(HUFFMAN.lumaDc), ac: huffmanCode(HUFFMAN.lumaAc) },
  chroma: { dc: huffmanCode(HUFFMAN.chromaDc), ac: huffmanCode(HUFFMAN.chromaAc) },
} as const;

/** Row k: the k-th basis function of the cosine transform of eight values, orthonormal. */
const COSINES = Float32Array.from({ length: 64 }, (_, i) => {
  const k = i >> 3, x = i & 7;
  return Math.cos(((2 * x + 1) * k * Math.PI) / 16) * (k === 0 ? Math.sqrt(1 / 8) : 0.5);
});

/**
 * A picture as a baseline JPEG file, colours at half resolution. Deterministic.
 * Source: ITU-T T.81 with the tables of its Annex K, JFIF 1.01 for the colours.
 * @param image not empty, sides below 65,536
 * @param quality 1 (smallest) to 100, as libjpeg scales the tables
 */
export function encodeJpeg(image: RgbPixels, quality: number): Uint8Array<ArrayBuffer> {
  const luma = { ...CODES.luma, steps: scaledSteps(QUANTISATION.luma, quality) };
  const chroma = { ...CODES.chroma, steps: scaledSteps(QUANTISATION.chroma, quality) };
  const bits = new JpegBits();
  bits.bytes(header(image, { luma: luma.steps, chroma: chroma.steps }));
  writeBlocks(bits, image, { luma, chroma });
  bits.align();
  bits.bytes([0xff, 0xd9]);
  return bits.toBytes();
}

function scaledSteps(steps: Uint8Array, quality: number): Uint8Array {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return steps.map((step) => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))));
}

function header(
  { width, height }: RgbPixels,
  { luma, chroma }: { luma: Uint8Array; chroma: Uint8Array },
): number[] {
  const word = (value: number) => [value >> 8, value & 0xff];
  const segment = (marker: number, content: readonly number[]) => [
    ...[0xff, marker],
    ...word(content.length + 2),
    ...content,
  ];
  const inZigzag = (steps: Uint8Array) => Array.from(ZIGZAG, (place) => steps[place]);
  const table = (id: number, { counts, symbols }: (typeof HUFFMAN)[keyof typeof HUFFMAN]) => [
    ...[id, ...counts, ...symbols],
  ];
  return [
    ...[0xff, 0xd8],
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]), // "JFIF"
    ...segment(0xdb, [0, ...inZigzag(luma), 1, ...inZigzag(chroma)]),
    ...segment(0xc0, [
      ...[8, ...word(height), ...word(width), 3],
      ...[1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1], // Y at twice the resolution of Cb and Cr
    ]),
    ...segment(0xc4, [
      ...table(0x00, HUFFMAN.lumaDc),
      ...table(0x10, HUFFMAN.lumaAc),
      ...table(0x01, HUFFMAN.chromaDc),
      ...table(0x11, HUFFMAN.chromaAc),
    ]),
    ...segment(0xda, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]),
  ];
}

/** Writes squares of 16 pixels: four blocks of Y, one of Cb, one of Cr. */
function writeBlocks(
  bits: JpegBits,
  image: RgbPixels,
  { luma, chroma }: { luma: Coding; chroma: Coding },
): void {
  const [y, cb, cr] = planes(image);
  const write = {
    y: blockWriter(bits, luma),
    cb: blockWriter(bits, chroma),
    cr: blockWriter(bits, chroma),
  };
  for (let top = 0; top < cb.height; top += 8) {
    for (let left = 0; left < cb.width; left += 8) {
      for (const place of [0, 8, y.width * 8, y.width * 8 + 8]) {
        write.y(y, top * 2 * y.width + left * 2 + place);
      }
      write.cb(cb, top * cb.width + left);
      write.cr(cr, top * cr.width + left);
    }
  }
}

/** Y, and Cb and Cr at half resolution; the edges go on to whole squares of 16 pixels. */
function planes({ width, height, data }: RgbPixels): readonly [Plane, Plane, Plane] {
  const plane = (side: number): Plane => {
    const across = Math.ceil(width / 16) * side, down = Math.ceil(height / 16) * side;
    return { width: across, height: down, values: new Float32Array(across * down) };
  };
  const y = plane(16), cb = plane(8), cr = plane(8);
  for (let row = 0, to = 0; row < y.height; row++) {
    for (let column = 0; column < y.width; column++, to++) {
      const at = (Math.min(row, height - 1) * width + Math.min(column, width - 1)) * 3;
      const red = data[at], green = data[at + 1], blue = data[at + 2];
      const half = (row >> 1) * cb.width + (column >> 1);
      y.values[to] = 0.299 * red + 0.587 * green + 0.114 * blue - 128;
      cb.values[half] += (-0.168736 * red - 0.331264 * green + 0.5 * blue) / 4;
      cr.values[half] += (0.5 * red - 0.418688 * green - 0.081312 * blue) / 4;
    }
  }
  return [y, cb, cr];
}

/** Writes the blocks of one component, each DC coefficient as the difference from the one before. */
function blockWriter(
  bits: JpegBits,
  { steps, dc, ac }: Coding,
): (plane: Plane, start: number) => void {
  const coefficients = new Float32Array(64);
  const levels = new Int32Array(64);
  let previous = 0;
  return (plane, start) => {
    transform(plane, { start, coefficients });
    for (let i = 0; i < 64; i++) {
      levels[i] = Math.round(coefficients[ZIGZAG[i]] / steps[ZIGZAG[i]]);
    }
    writeLevel(bits, { code: dc, zeros: 0, level: levels[0] - previous });
    previous = levels[0];
    writeAc(bits, levels, ac);
  };
}

/** Writes the levels behind the first: runs of zeros with the level that ends them. */
function writeAc(bits: JpegBits, levels: Int32Array, code: HuffmanCode): void {
  let last = 63;
  while (last > 0 && levels[last] === 0) last--;
  let zeros = 0;
  for (let i = 1; i <= last; i++) {
    if (levels[i] === 0) {
      zeros++;
      continue;
    }
    for (; zeros >= 16; zeros -= 16) bits.bits(code.codes[0xf0], code.lengths[0xf0]);
    writeLevel(bits, { code, zeros, level: levels[i] });
    zeros = 0;
  }
  if (last < 63) bits.bits(code.codes[0], code.lengths[0]);
}

/** Writes one level behind `zeros` zeros (below 16): the code of its length, then its bits. */
function writeLevel(
  bits: JpegBits,
  { code, zeros, level }: { code: HuffmanCode; zeros: number; level: number },
): void {
  const length = 32 - Math.clz32(Math.abs(level));
  const symbol = (zeros << 4) | length;
  bits.bits(code.codes[symbol], code.lengths[symbol]);
  bits.bits(level < 0 ? level - 1 : level, length);
}

/** The cosine transform of the 8 × 8 values at `start`: rows, then columns. */
function transform(
  { values, width }: Plane,
  { start, coefficients }: { start: number; coefficients: Float32Array },
): void {
  const across = new Float32Array(64);
  for (let row = 0; row < 8; row++) {
    for (let k = 0; k < 8; k++) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += values[start + row * width + x] * COSINES[k * 8 + x];
      across[row * 8 + k] = sum;
    }
  }
  for (let column = 0; column < 8; column++) {
    for (let k = 0; k < 8; k++) {
      let sum = 0;
      for (let y = 0; y < 8; y++) sum += across[y * 8 + column] * COSINES[k * 8 + y];
      coefficients[k * 8 + column] = sum;
    }
  }
}
