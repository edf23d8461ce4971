/** Random-access bytes of known length, so that readers do not depend on files. */
export interface ByteSource {
  /** Total length in bytes. */
  readonly byteLength: number;
  /**
   * Reads `length` bytes from `offset`. The view is valid until the next call.
   * @throws RangeError when the range is outside the source
   */
  read(offset: number, length: number): Uint8Array;
}

/** A destination to which bytes are appended. */
export interface ByteSink {
  write(bytes: Uint8Array): void;
}

/** Concatenates bytes; a single part is returned itself, not copied. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

/** Makes a source of bytes in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.byteLength,
    read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > bytes.byteLength) {
        throw new RangeError(
          `bytes ${offset}..${offset + length} are outside 0..${bytes.byteLength}`,
        );
      }
      return bytes.subarray(offset, offset + length);
    },
  };
}
