import { type HuffmanCode, huffmanCode, JpegBits } from "./jpeg_bits.ts";
import { BLOCKS_PER_SQUARE, type JpegCoefficients, jpegCoefficients } from "./jpeg_coefficients.ts";
import { HUFFMAN, QUANTISATION, ZIGZAG } from "./jpeg_tables.ts";
import type { RgbPixels } from "./rgb_window.ts";

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

/**
 * A picture as a baseline JPEG file, colours at half resolution. Deterministic.
 * Source: ITU-T T.81 with the tables of its Annex K, JFIF 1.01 for the colours.
 * @param image not empty, sides below 65,536
 * @param quality 1 (smallest) to 100, as libjpeg scales the tables
 */
export function encodeJpeg(image: RgbPixels, quality: number): Uint8Array<ArrayBuffer> {
  return writeJpeg(jpegCoefficients(image), quality);
}

/** The same from coefficients: several qualities of one picture share what costs most. */
export function writeJpeg(image: JpegCoefficients, quality: number): Uint8Array<ArrayBuffer> {
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
  { width, height }: JpegCoefficients,
  { luma, chroma }: { luma: Uint8Array; chroma: Uint8Array },
): number[] {
  const word = (value: number) => [value >> 8, value & 0xff];
  const segment = (marker: number, content: readonly number[]) => [
    ...[0xff, marker],
    ...word(content.length + 2),
    ...content,
  ];
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

function writeBlocks(
  bits: JpegBits,
  { values }: JpegCoefficients,
  { luma, chroma }: { luma: Coding; chroma: Coding },
): void {
  const y = blockWriter(bits, luma);
  const [cb, cr] = [blockWriter(bits, chroma), blockWriter(bits, chroma)];
  const writers = [y, y, y, y, cb, cr];
  for (let block = 0; block * 64 < values.length; block++) {
    writers[block % BLOCKS_PER_SQUARE](values, block * 64);
  }
}

/** Writes the blocks of one component, each DC coefficient as the difference from the one before. */
function blockWriter(
  bits: JpegBits,
  { steps, dc, ac }: Coding,
): (coefficients: Float32Array, start: number) => void {
  const stepOf = inZigzag(steps);
  const levels = new Int32Array(64);
  let previous = 0;
  return (coefficients, start) => {
    for (let i = 0; i < 64; i++) levels[i] = Math.round(coefficients[start + i] / stepOf[i]);
    writeLevel(bits, { code: dc, zeros: 0, level: levels[0] - previous });
    previous = levels[0];
    writeAc(bits, levels, ac);
  };
}

function inZigzag(steps: Uint8Array): Uint8Array {
  return Uint8Array.from(ZIGZAG, (place) => steps[place]);
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
