/** Bytes as text, a letter each: lets tests write binary files by hand. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

/** A little-endian integer of `width` bytes. */
export function littleEndian(value: number | bigint, width: number): string {
  const bits = BigInt.asUintN(8 * width, BigInt(value));
  return Array.from(
    { length: width },
    (_, i) => String.fromCharCode(Number((bits >> BigInt(8 * i)) & 255n)),
  ).join("");
}

/** Numbers as the file holds them. */
export function float32Bytes(...numbers: number[]): string {
  return textOf(new Uint8Array(Float32Array.from(numbers).buffer));
}
