import type { HuffmanSpec } from "./jpeg_tables.ts";

/** Codes by symbol. */
export interface HuffmanCode {
  readonly codes: Uint16Array;
  /** Bits of each code; 0: no such symbol. */
  readonly lengths: Uint8Array;
}

/** The codes that a table states: counted up within a length, doubled from one length to the next. */
export function huffmanCode({ counts, symbols }: HuffmanSpec): HuffmanCode {
  const codes = new Uint16Array(256), lengths = new Uint8Array(256);
  let code = 0, next = 0;
  counts.forEach((count, i) => {
    for (let k = 0; k < count; k++, next++, code++) {
      codes[symbols[next]] = code;
      lengths[symbols[next]] = i + 1;
    }
    code *= 2;
  });
  return { codes, lengths };
}

/** Bytes of a JPEG file that grow. */
export class JpegBits {
  #bytes = new Uint8Array(4096);
  #length = 0;
  #bits = 0;
  #count = 0;

  /** Adds whole bytes, between the coded parts. */
  bytes(values: ArrayLike<number>): void {
    for (let i = 0; i < values.length; i++) this.#push(values[i]);
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
