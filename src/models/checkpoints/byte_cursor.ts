import type { ByteSource } from "../../base/bytes.ts";

/** Reads a source from front to back, as pickles are read. All functions throw RangeError at its end. */
export interface ByteCursor {
  /** Where the next byte lies in the source. */
  position(): number;
  byte(): number;
  /** The next bytes, copied. */
  take(length: number): Uint8Array<ArrayBuffer>;
  /** A little-endian integer of 1 to 8 bytes; inexact above 2⁵³. */
  unsigned(bytes: number): number;
  /** Text up to the next line feed, which is read and left out. */
  line(): string;
}

/** Bytes fetched from the source at a time. */
const WINDOW_BYTES = 1 << 16;

/** No name or number that a pickle writes as a line is longer. */
const LONGEST_LINE = 1 << 12;

/** A cursor over the bytes from `start` up to, not including, `end`. */
export function byteCursor(
  source: ByteSource,
  { start, end }: { start: number; end: number },
): ByteCursor {
  let position = start;
  let window = new Uint8Array(0);
  let windowStart = start;

  function need(length: number): void {
    if (position + length > end) throw new RangeError(`it ends or is too long at byte ${end}`);
    const held = windowStart + window.length - position;
    if (held >= length) return;
    const fetched = Math.min(Math.max(length, WINDOW_BYTES), end - position);
    window = new Uint8Array(source.read(position, fetched)); // its own bytes last until its next call
    windowStart = position;
  }
  function byte(): number {
    need(1);
    return window[position++ - windowStart]!;
  }
  function take(length: number): Uint8Array<ArrayBuffer> {
    need(length);
    position += length;
    return window.slice(position - length - windowStart, position - windowStart);
  }
  function unsigned(bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += byte() * 256 ** i;
    return value;
  }
  function line(): string {
    const bytes: number[] = [];
    for (let next = byte(); next !== 0x0a; next = byte()) {
      if (bytes.push(next) > LONGEST_LINE) throw new RangeError("a line of it never ends");
    }
    return decodeUtf8(Uint8Array.from(bytes));
  }
  return { position: () => position, byte, take, unsigned, line };
}

/** @throws RangeError for bytes that are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new RangeError("text in it is not UTF-8", { cause });
  }
}
