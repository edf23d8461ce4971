/** The tables of ITU-T T.81 (JPEG), Annex K, and the order of coefficients (figure A.6). */

/** Row-major index of each coefficient in zigzag order. */
export const ZIGZAG: Uint8Array = zigzag();

/** Quantisation steps at quality 50, row-major. Tables K.1 and K.2. */
export const QUANTISATION = {
  luma: Uint8Array.of(
    ...[16, 11, 10, 16, 24, 40, 51, 61],
    ...[12, 12, 14, 19, 26, 58, 60, 55],
    ...[14, 13, 16, 24, 40, 57, 69, 56],
    ...[14, 17, 22, 29, 51, 87, 80, 62],
    ...[18, 22, 37, 56, 68, 109, 103, 77],
    ...[24, 35, 55, 64, 81, 104, 113, 92],
    ...[49, 64, 78, 87, 103, 121, 120, 101],
    ...[72, 92, 95, 98, 112, 100, 103, 99],
  ),
  chroma: Uint8Array.from([
    ...[17, 18, 24, 47, 99, 99, 99, 99],
    ...[18, 21, 26, 66, 99, 99, 99, 99],
    ...[24, 26, 56, 99, 99, 99, 99, 99],
    ...[47, 66, 99, 99, 99, 99, 99, 99],
    ...new Array<number>(32).fill(99),
  ]),
} as const;

/** A Huffman code as specified in a JPEG file. */
export interface HuffmanSpec {
  /** Number of codes of 1 to 16 bits. */
  readonly counts: Uint8Array;
  /** The symbols, shortest code first. */
  readonly symbols: Uint8Array;
}

const DC_SYMBOLS = "000102030405060708090a0b";

/** Tables K.3 to K.6. */
export const HUFFMAN = {
  lumaDc: spec("00010501010101010100000000000000", DC_SYMBOLS),
  lumaAc: spec(
    "0002010303020403050504040000017d",
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25" +
      "262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a83" +
      "8485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3" +
      "d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
  ),
  chromaDc: spec("00030101010101010101010000000000", DC_SYMBOLS),
  chromaAc: spec(
    "00020102040403040705040400010277",
    "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718" +
      "191a262728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a" +
      "82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9ca" +
      "d2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa",
  ),
} as const;

function spec(counts: string, symbols: string): HuffmanSpec {
  return { counts: Uint8Array.fromHex(counts), symbols: Uint8Array.fromHex(symbols) };
}

/** Lists indices along the diagonals, with alternating direction. */
function zigzag(): Uint8Array {
  const places = Array.from({ length: 64 }, (_, place) => place);
  const along = (place: number) => {
    const row = place >> 3, column = place & 7, diagonal = row + column;
    return diagonal * 8 + (diagonal % 2 ? row : column);
  };
  return Uint8Array.from(places.sort((a, b) => along(a) - along(b)));
}

/** Codes by symbol. */
export interface HuffmanCode {
  readonly codes: Uint16Array;
  /** Bits of each code; 0: no such symbol. */
  readonly lengths: Uint8Array;
}

/** Builds the codes of a table: incremented within a length, doubled from one length to the next. */
export function huffmanCode({ counts, symbols }: HuffmanSpec): HuffmanCode {
  const codes = new Uint16Array(256), lengths = new Uint8Array(256);
  let code = 0, next = 0;
  counts.forEach((count, i) => {
    for (let k = 0; k < count; k++, next++, code++) {
      codes[symbols[next]!] = code;
      lengths[symbols[next]!] = i + 1;
    }
    code *= 2;
  });
  return { codes, lengths };
}
