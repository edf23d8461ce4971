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
