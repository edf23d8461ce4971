/** Codes of a Huffman table. */
export interface HuffmanTable {
  /** By the next 8 bits: length of the code `<< 8 |` its symbol; 0: it is longer. */
  readonly short: Uint16Array;
  /** Largest code by length, -1: none. */
  readonly largest: Int32Array;
  /** What is added to a code to find its place among the symbols, by length. */
  readonly offset: Int32Array;
  readonly symbols: Uint8Array;
}

/** Builds a table. @param counts number of codes of each length from 1 to 16 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const short = new Uint16Array(256), largest = new Int32Array(18).fill(-1);
  const offset = new Int32Array(18);
  let code = 0, place = 0;
  for (let length = 1; length <= 16; length++) {
    offset[length] = place - code;
    for (let i = 0; i < counts[length - 1]!; i++, code++, place++) {
      if (code >= 1 << length) throw new RangeError("a Huffman table of a JPEG file is damaged");
      largest[length] = code;
      if (length > 8) continue;
      const first = code << (8 - length);
      short.fill(length << 8 | symbols[place]!, first, first + (1 << (8 - length)));
    }
    code <<= 1;
  }
  return { short, largest, offset, symbols };
}

/**
 * Reads the bits of entropy-coded data up to the next marker. Behind it come zeros, as in libjpeg, which says so by
 * `isSpent`.
 */
export class JpegBits {
  readonly #bytes: Uint8Array;
  #at: number;
  #bits = 0;
  #count = 0;
  /** How many of the bits, at most, are zeros from behind the data. */
  #padding = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** Whether more bits were asked for than there are. */
  get isSpent(): boolean {
    return this.#count < this.#padding;
  }

  /** Reads up to 16 bits. */
  read(count: number): number {
    if (count === 0) return 0;
    if (this.#count < count) this.#fill();
    this.#count -= count;
    return (this.#bits >>> this.#count) & ((1 << count) - 1);
  }

  /** Reads a number of a category: `receive` and `extend` of T.81. */
  readSigned(category: number): number {
    if (category === 0) return 0;
    const value = this.read(category);
    return value < 1 << (category - 1) ? value - (1 << category) + 1 : value;
  }

  /** Reads a symbol. A code that is in no table counts as 0, as in libjpeg. */
  readSymbol({ short, largest, offset, symbols }: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const known = short[(this.#bits >>> (this.#count - 8)) & 255]!;
    if (known !== 0) {
      this.#count -= known >> 8;
      return known & 255;
    }
    const next = (this.#bits >>> (this.#count - 16)) & 0xffff;
    for (let length = 9; length <= 16; length++) {
      const code = next >>> (16 - length);
      if (code > largest[length]!) continue;
      this.#count -= length;
      return symbols[code + offset[length]!] ?? 0;
    }
    this.#count -= 16;
    return 0;
  }

  /** Passes over the restart marker and drops the bits before it. */
  restart(): void {
    this.#bits = this.#count = this.#padding = 0;
    const bytes = this.#bytes;
    while (this.#at < bytes.length - 1) {
      const marker = bytes[this.#at + 1]!;
      if (bytes[this.#at] === 0xff && marker !== 0 && marker !== 0xff) break;
      this.#at++;
    }
    const marker = bytes[this.#at + 1] ?? 0;
    const isRestart = marker >= 0xd0 && marker <= 0xd7;
    if (isRestart) this.#at += 2;
    else this.#padding = 1; // the data ended early
  }

  /** Makes at least 16 bits ready. */
  #fill(): void {
    const bytes = this.#bytes;
    while (this.#count <= 16) {
      let byte = bytes[this.#at] ?? 0xff;
      if (byte !== 0xff) this.#at++;
      else if (bytes[this.#at + 1] === 0) this.#at += 2;
      else {
        byte = 0;
        this.#padding += 8;
      }
      this.#bits = (this.#bits << 8) | byte;
      this.#count += 8;
    }
  }
}
