import {
  HUFFMAN,
  type HuffmanCode,
  huffmanCode,
  ZIGZAG,
} from "../../../../src/base/numeric/jpeg/jpeg_tables.ts";
import { JPEG_END, jpegHeader, jpegSteps } from "../../../../src/base/numeric/jpeg/jpeg_header.ts";
import type { RgbPixels } from "../../../../src/base/numeric/images/rgb_window.ts";

// The encoder of encode_jpeg.ts without kernels.

/** A picture as a baseline JPEG file. */
export function naiveJpeg(image: RgbPixels, quality: number): Uint8Array<ArrayBuffer> {
  const { luma, chroma } = jpegSteps(quality);
  const bits = new JpegBits();
  bits.bytes(jpegHeader(image, { luma, chroma }));
  writeBlocks(bits, jpegCoefficients(image), {
    luma: { ...CODES.luma, steps: luma },
    chroma: { ...CODES.chroma, steps: chroma },
  });
  bits.align();
  bits.bytes(JPEG_END);
  return bits.toBytes();
}

/** How a component's blocks are written. */
interface Coding {
  /** Quantisation steps in zigzag order. */
  readonly steps: Uint8Array;
  readonly dc: HuffmanCode;
  readonly ac: HuffmanCode;
}

const CODES = {
  luma: { dc: huffmanCode(HUFFMAN.lumaDc), ac: huffmanCode(HUFFMAN.lumaAc) },
  chroma: { dc: huffmanCode(HUFFMAN.chromaDc), ac: huffmanCode(HUFFMAN.chromaAc) },
} as const;

function writeBlocks(
  bits: JpegBits,
  { values }: JpegCoefficients,
  { luma, chroma }: { luma: Coding; chroma: Coding },
): void {
  const y = blockWriter(bits, luma);
  const [cb, cr] = [blockWriter(bits, chroma), blockWriter(bits, chroma)];
  const writers = [y, y, y, y, cb, cr];
  for (let block = 0; block * 64 < values.length; block++) {
    writers[block % BLOCKS_PER_SQUARE]!(values, block * 64);
  }
}

/** Writes the blocks of one component, each DC coefficient as the difference from the one before. */
function blockWriter(
  bits: JpegBits,
  { steps, dc, ac }: Coding,
): (coefficients: Float32Array, start: number) => void {
  const levels = new Int32Array(64);
  let previous = 0;
  return (coefficients, start) => {
    for (let i = 0; i < 64; i++) levels[i] = Math.round(coefficients[start + i]! / steps[i]!);
    writeLevel(bits, { code: dc, zeros: 0, level: levels[0]! - previous });
    previous = levels[0]!;
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
    for (; zeros >= 16; zeros -= 16) bits.bits(code.codes[0xf0]!, code.lengths[0xf0]!);
    writeLevel(bits, { code, zeros, level: levels[i]! });
    zeros = 0;
  }
  if (last < 63) bits.bits(code.codes[0]!, code.lengths[0]!);
}

/** Writes one level behind `zeros` zeros (below 16): the code of its length, then its bits. */
function writeLevel(
  bits: JpegBits,
  { code, zeros, level }: { code: HuffmanCode; zeros: number; level: number },
): void {
  const length = 32 - Math.clz32(Math.abs(level));
  const symbol = (zeros << 4) | length;
  bits.bits(code.codes[symbol]!, code.lengths[symbol]!);
  bits.bits(level < 0 ? level - 1 : level, length);
}

/** A picture as the cosine coefficients of its blocks of 8 × 8 values, before anything is lost. */
interface JpegCoefficients {
  readonly width: number;
  readonly height: number;
  /**
   * 64 for each block, in zigzag order. For each square of 16 pixels, row by row: four blocks of Y, one of Cb,
   * one of Cr.
   */
  readonly values: Float32Array;
}

/** Blocks of a square of 16 pixels. */
const BLOCKS_PER_SQUARE = 6;

/** One component of the picture. */
interface Plane {
  readonly width: number;
  readonly height: number;
  /** Row-major, 0 in the middle of the range. */
  readonly values: Float32Array;
}

/** Place k · 8 + x: the k-th basis function of the cosine transform of eight values at x, orthonormal. */
const COSINES = Float64Array.from({ length: 64 }, (_, i) => {
  const k = i >> 3, x = i & 7;
  return Math.cos(((2 * x + 1) * k * Math.PI) / 16) * (k === 0 ? Math.sqrt(1 / 8) : 0.5);
});

/** @param image not empty; colours are taken at half resolution. Source: ITU-T T.81, JFIF 1.01 for the colours. */
function jpegCoefficients(image: RgbPixels): JpegCoefficients {
  const [y, cb, cr] = planes(image);
  const squares = (cb.width / 8) * (cb.height / 8);
  const values = new Float32Array(squares * BLOCKS_PER_SQUARE * 64);
  const block = new Float64Array(64);
  let at = 0;
  const add = (plane: Plane, start: number) => {
    transform(plane, { start, block });
    for (let k = 0; k < 64; k++) values[at++] = block[ZIGZAG[k]!]!;
  };
  for (let top = 0; top < cb.height; top += 8) {
    for (let left = 0; left < cb.width; left += 8) {
      for (const place of [0, 8, y.width * 8, y.width * 8 + 8]) {
        add(y, top * 2 * y.width + left * 2 + place);
      }
      add(cb, top * cb.width + left);
      add(cr, top * cr.width + left);
    }
  }
  return { width: image.width, height: image.height, values };
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
      const red = data[at]!, green = data[at + 1]!, blue = data[at + 2]!;
      const half = (row >> 1) * cb.width + (column >> 1);
      y.values[to] = 0.299 * red + 0.587 * green + 0.114 * blue - 128;
      cb.values[half]! += (-0.168736 * red - 0.331264 * green + 0.5 * blue) / 4;
      cr.values[half]! += (0.5 * red - 0.418688 * green - 0.081312 * blue) / 4;
    }
  }
  return [y, cb, cr];
}

/** The cosine transform of the 8 × 8 values at `start` into `block`, row-major: rows, then columns. */
function transform(
  { values, width }: Plane,
  { start, block }: { readonly start: number; readonly block: Float64Array },
): void {
  for (let row = 0; row < 8; row++) {
    for (let x = 0; x < 8; x++) block[row * 8 + x] = values[start + row * width + x]!;
    transformEight(block, row * 8, 1);
  }
  for (let column = 0; column < 8; column++) transformEight(block, column, 8);
}

/**
 * Eight values become their coefficients. Even basis functions are the same from both ends and odd ones
 * opposite, so that each takes four products of sums or differences.
 */
function transformEight(block: Float64Array, at: number, step: number): void {
  const [a, b, c, d] = [at, at + step, at + 2 * step, at + 3 * step];
  const [h, g, f, e] = [at + 7 * step, at + 6 * step, at + 5 * step, at + 4 * step];
  const s0 = block[a]! + block[h]!, d0 = block[a]! - block[h]!;
  const s1 = block[b]! + block[g]!, d1 = block[b]! - block[g]!;
  const s2 = block[c]! + block[f]!, d2 = block[c]! - block[f]!;
  const s3 = block[d]! + block[e]!, d3 = block[d]! - block[e]!;
  for (let k = 0; k < 8; k += 2) {
    const row = k * 8;
    block[at + k * step] = COSINES[row]! * s0 + COSINES[row + 1]! * s1 + COSINES[row + 2]! * s2 +
      COSINES[row + 3]! * s3;
    block[at + (k + 1) * step] = COSINES[row + 8]! * d0 + COSINES[row + 9]! * d1 +
      COSINES[row + 10]! * d2 + COSINES[row + 11]! * d3;
  }
}

/** Bytes of a JPEG file that grow. */
class JpegBits {
  #bytes = new Uint8Array(4096);
  #length = 0;
  #bits = 0;
  #count = 0;

  /** Adds whole bytes, between the coded parts. */
  bytes(values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) this.#push(values[i]!);
  }

  /** Adds the lowest `count` bits of `value`, at most 16, the highest of them first. */
  bits(value: number, count: number): void {
    this.#bits = (this.#bits << count) | (value & ((1 << count) - 1));
    this.#count += count;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#pushCoded((this.#bits >> this.#count) & 0xff);
    }
    this.#bits &= (1 << this.#count) - 1;
  }

  /** Fills the last byte of a coded part with ones. */
  align(): void {
    if (this.#count > 0) this.bits(0xff, 8 - this.#count);
  }

  /** All bytes so far. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** A byte of 255 among codes is told from a marker by a 0 behind it. */
  #pushCoded(byte: number): void {
    this.#push(byte);
    if (byte === 0xff) this.#push(0);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const longer = new Uint8Array(this.#length * 2);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    this.#bytes[this.#length++] = byte;
  }
}
