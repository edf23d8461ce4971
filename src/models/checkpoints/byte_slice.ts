import type { ByteSource } from "../../base/bytes.ts";

/**
 * Part of a source, as a source.
 * @throws RangeError when the part leaves the whole
 */
export function byteSlice(
  whole: ByteSource,
  { start, length }: { start: number; length: number },
): ByteSource {
  requireInside({ start, length }, whole.byteLength);
  return {
    byteLength: length,
    read(offset, count) {
      requireInside({ start: offset, length: count }, length);
      return whole.read(start + offset, count);
    },
  };
}

/** @throws RangeError unless `length` bytes from `start` are among `available`. */
export function requireInside(
  { start, length }: { start: number; length: number },
  available: number,
): void {
  const end = start + length;
  if (!(start >= 0 && length >= 0 && end <= available)) {
    throw new RangeError(`bytes ${start} to ${end} are wanted of ${available}`);
  }
}
