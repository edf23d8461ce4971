import type { ByteSource } from "../../base/bytes.ts";

/** A cursor that reads a source from front to back. All functions throw RangeError at its end. */
export interface ByteCursor {
  /** Returns the offset of the next byte in the source. */
  position(): number;
  byte(): number;
  /** Returns the next bytes, copied. */
  take(length: number): Uint8Array<ArrayBuffer>;
  /** Passes over the next bytes without reading them. */
  skip(length: number): void;
  /** Reads a little-endian integer of 1 to 8 bytes; inexact above 2⁵³. */
  unsigned(bytes: number): number;
  /** Reads text up to the next line feed, which is dropped. */
  line(): string;
}

/** Bytes read from the source at a time. */
const WINDOW_BYTES = 1 << 16;

/** Longest line, bytes; names and numbers that pickles write as lines are shorter. */
const LONGEST_LINE = 1 << 12;

/** Creates a cursor over the bytes from `start` up to, not including, `end`. */
export function byteCursor(
  source: ByteSource,
  { start, end }: { start: number; end: number },
): ByteCursor {
  let position = start;
  let window = new Uint8Array(0);
  let windowStart = start;

  function requireHere(length: number): void {
    if (position + length > end) {
      throw new RangeError(`it is truncated or malformed at byte ${end}`);
    }
  }
  function need(length: number): void {
    requireHere(length);
    const held = windowStart + window.length - position; // negative after bytes were skipped
    if (held >= length) return;
    const fetched = Math.min(Math.max(length, WINDOW_BYTES), end - position);
    window = new Uint8Array(source.read(position, fetched)); // valid until the source's next read
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
  function skip(length: number): void {
    requireHere(length);
    position += length;
  }
  function unsigned(bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += byte() * 256 ** i;
    return value;
  }
  function line(): string {
    const bytes: number[] = [];
    for (let next = byte(); next !== 0x0a; next = byte()) {
      if (bytes.push(next) > LONGEST_LINE) throw new RangeError("a line is too long");
    }
    return decodeUtf8(Uint8Array.from(bytes));
  }
  return { position: () => position, byte, take, skip, unsigned, line };
}

/** Decodes UTF-8. @throws RangeError for invalid bytes */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new RangeError("a text is not UTF-8", { cause });
  }
}
