/** Size of a header, and of what files are padded to, bytes. */
export const BLOCK = 512;

/** A header of a tar archive. */
export interface TarHeader {
  readonly path: string;
  /** One character; files are `0`. */
  readonly type: string;
  /** Bytes that follow the header. */
  readonly size: number;
  /** What a link names. */
  readonly target: string;
}

/** Types whose size field means nothing: links, devices, folders, pipes. */
const WITHOUT_CONTENT = new Set(["1", "2", "3", "4", "5", "6"]);

const DECODER = new TextDecoder();

/** Whether a block marks the end of an archive. */
export function isEmptyBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Reads a header. @throws RangeError when its checksum is wrong or its size is no number */
export function readTarHeader(block: Uint8Array): TarHeader {
  if (!isSound(block)) throw new RangeError("a header in it is damaged");
  const flag = String.fromCharCode(block[156]!);
  const type = flag === "\0" ? "0" : flag;
  const isPosix = text(block, 257, 6) === "ustar" && block[262] === 0;
  const prefix = isPosix ? text(block, 345, 155) : "";
  const name = text(block, 0, 100);
  return {
    path: prefix === "" ? name : `${prefix}/${name}`,
    type,
    size: WITHOUT_CONTENT.has(type) ? 0 : sizeOf(block.subarray(124, 136)),
    target: text(block, 157, 100),
  };
}

/** Whether the checksum is right; some old packers summed signed bytes. */
function isSound(block: Uint8Array): boolean {
  const stated = text(block, 148, 8).trim();
  if (!/^[0-7]+$/.test(stated)) return false;
  let unsigned = 0, signed = 0;
  for (let i = 0; i < BLOCK; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : block[i]!; // the checksum itself counts as spaces
    unsigned += byte;
    signed += byte << 24 >> 24;
  }
  const sum = parseInt(stated, 8);
  return sum === unsigned || sum === signed;
}

/** In octal digits, or in GNU's binary form for sizes of 8 GiB and more. */
function sizeOf(field: Uint8Array): number {
  let size = 0;
  if ((field[0]! & 0x80) !== 0) {
    size = field[0]! & 0x7f;
    for (const byte of field.subarray(1)) size = size * 256 + byte;
  } else {
    const digits = text(field, 0, field.length).trim();
    if (!/^[0-7]*$/.test(digits)) {
      throw new RangeError("a file in it has a size that is not a number");
    }
    size = digits === "" ? 0 : parseInt(digits, 8);
  }
  if (!Number.isSafeInteger(size)) throw new RangeError("a file in it is too large");
  return size;
}

/** A field up to its first zero byte. */
function text(block: Uint8Array, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return DECODER.decode(end === -1 ? field : field.subarray(0, end));
}
