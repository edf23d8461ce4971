import type { ByteSource } from "./bytes.ts";

/**
 * Returns part of a source as a source.
 * @throws RangeError when the part is not inside the source
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

/** Checks that `length` bytes from `start` are among `available`. @throws RangeError */
export function requireInside(
  { start, length }: { start: number; length: number },
  available: number,
): void {
  const end = start + length;
  if (!(start >= 0 && length >= 0 && end <= available)) {
    throw new RangeError(`bytes ${start} to ${end} are outside its ${available} bytes`);
  }
}
