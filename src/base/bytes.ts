/** Random-access bytes of known length; lets graph readers work without knowing of files. */
export interface ByteSource {
  /** Total length in bytes. */
  readonly byteLength: number;
  /**
   * The `length` bytes from `offset`. The view is valid until the next call.
   * @throws RangeError when the range leaves the source.
   */
  read(offset: number, length: number): Uint8Array;
}

/** A place that bytes are appended to, in order. */
export interface ByteSink {
  write(bytes: Uint8Array): void;
}

/** All of the bytes, one part after another; of one part, that very array. */
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

/** A source over bytes already in memory. */
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
