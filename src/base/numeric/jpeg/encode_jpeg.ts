import { HUFFMAN, huffmanCode, ZIGZAG } from "./jpeg_tables.ts";
import { JPEG_END, jpegHeader, jpegSteps } from "./jpeg_header.ts";
import { pixelKernels, placesIn } from "../wasm/pixel_kernels.ts";
import type { RgbPixels } from "../images/rgb_window.ts";

/** Makes JPEG files of one picture after another, in memory that each uses again. */
export interface JpegEncoder {
  /**
   * Takes a picture: its colours and cosine transform, which several qualities share.
   * @param image not empty, sides below 65,536
   */
  look(image: RgbPixels): void;
  /**
   * The picture as a baseline JPEG file, colours at half resolution; `null` when it takes more than `most` bytes.
   * @param options `quality`: 1 (smallest) to 100, as libjpeg scales the tables
   */
  write(options: {
    readonly quality: number;
    readonly most: number;
  }): Uint8Array<ArrayBuffer> | null;
}

/** Coefficients of a square of 16 pixels: four blocks of Y, one of Cb, one of Cr. */
const PER_SQUARE = 6 * 64;

/** Bytes that no square of 16 pixels exceeds: 27 bits for each coefficient, a 0 behind each byte. */
const MOST_BYTES_PER_SQUARE = 2 * PER_SQUARE * 27 / 8;

/** A deterministic encoder. Source: ITU-T T.81 with the tables of its Annex K, JFIF 1.01 for the colours. */
export function jpegEncoder(): JpegEncoder {
  const kernels = pixelKernels();
  const { memory } = kernels;
  const fixed = { tables: 512 + 64, codes: 4 * 256 * 4, steps: 2 * 64 * 8, scratch: 2048 };
  const tables = placesIn(memory, fixed);
  new Float64Array(memory.buffer, tables.tables, 64).set(COSINES);
  new Uint8Array(memory.buffer, tables.tables + 512, 64).set(UNZIGZAG);
  new Int32Array(memory.buffer, tables.codes, 4 * 256).set(codes());
  let size = { width: 0, height: 0 }, squares = 0;
  let at = placesFor(0);

  /** Every place for a picture of so many squares and files of so many bytes; the first ones stay where they are. */
  function placesFor(most: number) {
    const coefficients = squares * PER_SQUARE * 4;
    const pixels = 3 * size.width * size.height;
    return placesIn(memory, { ...fixed, coefficients, pixels, file: most + MOST_BYTES_PER_SQUARE });
  }

  return {
    look({ width, height, data }) {
      size = { width, height };
      squares = Math.ceil(width / 16) * Math.ceil(height / 16);
      at = placesFor(0);
      new Uint8Array(memory.buffer, at.pixels, data.length).set(data);
      kernels.jpegCoefficients(
        ...[at.pixels, width, height] as const,
        ...[at.coefficients, at.scratch, at.tables] as const,
      );
    },
    write({ quality, most }) {
      const steps = jpegSteps(quality);
      const header = jpegHeader(size, steps);
      const room = Math.min(
        most - header.length - JPEG_END.length,
        squares * MOST_BYTES_PER_SQUARE,
      );
      if (room < 0) return null;
      at = placesFor(room);
      new Float64Array(memory.buffer, at.steps, 128).set([...steps.luma, ...steps.chroma]);
      const length = kernels.jpegScan(
        ...[at.coefficients, squares, at.steps, at.codes] as const,
        ...[at.scratch, at.file, room] as const,
      );
      if (length < 0) return null;
      const file = new Uint8Array(header.length + length + JPEG_END.length);
      file.set(header);
      file.set(new Uint8Array(memory.buffer, at.file, length), header.length);
      file.set(JPEG_END, header.length + length);
      return file;
    },
  };
}

/** Place x · 8 + k: the k-th basis function of the cosine transform of eight values at x, orthonormal. */
const COSINES = Float64Array.from({ length: 64 }, (_, i) => {
  const x = i >> 3, k = i & 7;
  return Math.cos(((2 * x + 1) * k * Math.PI) / 16) * (k === 0 ? Math.sqrt(1 / 8) : 0.5);
});

/** For each coefficient, row by row, its place in zigzag order. */
const UNZIGZAG = ZIGZAG.map((_, coefficient) => ZIGZAG.indexOf(coefficient));

/** The codes by symbol, 256 of each table: the bits in the lower half, their number in the upper. */
function codes(): Int32Array {
  const { lumaDc, lumaAc, chromaDc, chromaAc } = HUFFMAN;
  const all = [lumaDc, lumaAc, chromaDc, chromaAc].flatMap((spec) => {
    const { codes, lengths } = huffmanCode(spec);
    return [...codes].map((code, symbol) => lengths[symbol]! << 16 | code);
  });
  return Int32Array.from(all);
}
