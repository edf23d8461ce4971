import { HUFFMAN, type HuffmanSpec, QUANTISATION, ZIGZAG } from "./jpeg_tables.ts";

/** Quantisation steps of Y, and of Cb and Cr, in zigzag order. */
export interface JpegSteps {
  readonly luma: Uint8Array;
  readonly chroma: Uint8Array;
}

/**
 * Computes the quantisation steps. @param quality 1 (smallest) to 100, as libjpeg scales the tables of quality
 * 50
 */
export function jpegSteps(quality: number): JpegSteps {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  const scaled = (steps: Uint8Array) =>
    Uint8Array.from(ZIGZAG, (place) => {
      const step = Math.floor((steps[place]! * percent + 50) / 100);
      return Math.min(255, Math.max(1, step));
    });
  return { luma: scaled(QUANTISATION.luma), chroma: scaled(QUANTISATION.chroma) };
}

/** Builds the part of a JPEG file before the entropy-coded data. Sides are below 65,536 pixels. */
export function jpegHeader(
  { width, height }: { readonly width: number; readonly height: number },
  { luma, chroma }: JpegSteps,
): number[] {
  return [
    ...[0xff, 0xd8],
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]), // "JFIF"
    ...segment(0xdb, [0, ...luma, 1, ...chroma]),
    ...segment(0xc0, [
      ...[8, ...word(height), ...word(width), 3],
      ...[1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1], // Y at twice the resolution of Cb and Cr
    ]),
    ...CODES_AND_SCAN,
  ];
}

const CODES_AND_SCAN = [
  ...segment(0xc4, [
    ...codeTable(0x00, HUFFMAN.lumaDc),
    ...codeTable(0x10, HUFFMAN.lumaAc),
    ...codeTable(0x01, HUFFMAN.chromaDc),
    ...codeTable(0x11, HUFFMAN.chromaAc),
  ]),
  ...segment(0xda, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]),
];

/** End-of-image marker of a JPEG file. */
export const JPEG_END = [0xff, 0xd9] as const;

function segment(marker: number, content: readonly number[]): number[] {
  return [0xff, marker, ...word(content.length + 2), ...content];
}

function codeTable(id: number, { counts, symbols }: HuffmanSpec): number[] {
  return [id, ...counts, ...symbols];
}

function word(value: number): number[] {
  return [value >> 8, value & 0xff];
}
