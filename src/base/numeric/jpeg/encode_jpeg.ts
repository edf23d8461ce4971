import { HUFFMAN, huffmanCode, ZIGZAG } from "./jpeg_tables.ts";
import { JPEG_END, jpegHeader, jpegSteps } from "./jpeg_header.ts";
import { pixelKernels, placesIn } from "../wasm/pixel_kernels.ts";
import type { RgbPixels } from "../images/rgb_window.ts";

/** An encoder of JPEG files in reusable memory. */
export interface JpegEncoder {
  /**
   * Sets the image and computes its cosine transform, which all qualities share.
   * @param image not empty, sides below 65,536
   */
  setImage(image: RgbPixels): void;
  /**
   * Encodes the image as a baseline JPEG file with chroma subsampling 4:2:0; `null` when it exceeds `most`
   * bytes.
   * @param options `quality`: 1 (smallest) to 100, as libjpeg scales the tables
   */
  write(options: {
    readonly quality: number;
    readonly most: number;
  }): Uint8Array<ArrayBuffer> | null;
}

/** Coefficients of a 16 × 16 square: four blocks of Y, one of Cb, one of Cr. */
const PER_SQUARE = 6 * 64;

/** Upper bound of a square's bytes: 27 bits for each coefficient, and a 0 after each byte. */
const MAX_BYTES_PER_SQUARE = 2 * PER_SQUARE * 27 / 8;

/**
 * Creates a deterministic encoder. Source: ITU-T T.81 with the tables of its Annex K, JFIF 1.01 for the
 * colours.
 */
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

  /** Allocates all buffers; the first ones keep their addresses. */
  function placesFor(most: number) {
    const coefficients = squares * PER_SQUARE * 4;
    const pixels = 3 * size.width * size.height;
    return placesIn(memory, { ...fixed, coefficients, pixels, file: most + MAX_BYTES_PER_SQUARE });
  }

  return {
    setImage({ width, height, data }) {
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
        squares * MAX_BYTES_PER_SQUARE,
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

/** Cosine basis: element x · 8 + k is the k-th orthonormal basis function of eight values at x. */
const COSINES = Float64Array.from({ length: 64 }, (_, i) => {
  const x = i >> 3, k = i & 7;
  return Math.cos(((2 * x + 1) * k * Math.PI) / 16) * (k === 0 ? Math.sqrt(1 / 8) : 0.5);
});

/** Zigzag index of each coefficient in row-major order. */
const UNZIGZAG = ZIGZAG.map((_, coefficient) => ZIGZAG.indexOf(coefficient));

/** Packs the Huffman codes by symbol, 256 of each table: the bits in the lower half, their number in the upper. */
function codes(): Int32Array {
  const { lumaDc, lumaAc, chromaDc, chromaAc } = HUFFMAN;
  const all = [lumaDc, lumaAc, chromaDc, chromaAc].flatMap((spec) => {
    const { codes, lengths } = huffmanCode(spec);
    return [...codes].map((code, symbol) => lengths[symbol]! << 16 | code);
  });
  return Int32Array.from(all);
}
