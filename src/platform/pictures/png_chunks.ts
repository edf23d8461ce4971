import { crc32 } from "node:zlib";

/** A chunk of a PNG file. */
export interface PngChunk {
  /** Four letters; a capital first letter: the picture cannot be shown without it. */
  readonly type: string;
  readonly data: Uint8Array;
  /** Whether its checksum is right. */
  readonly isSound: boolean;
}

/** What a PNG file's header says. */
export interface PngHeader {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bits of a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  readonly colour: PngColour;
  readonly interlaced: boolean;
}

/** Kinds of pixels by their number in the header, and samples of each. */
export const PNG_COLOURS = {
  0: { samples: 1, depths: [1, 2, 4, 8, 16] },
  2: { samples: 3, depths: [8, 16] },
  3: { samples: 1, depths: [1, 2, 4, 8] },
  4: { samples: 2, depths: [8, 16] },
  6: { samples: 4, depths: [8, 16] },
} as const;

export type PngColour = keyof typeof PNG_COLOURS;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes begin as a PNG file does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** Yields the chunks of a PNG file up to its end, or to where it was cut off. */
export function* pngChunks(bytes: Uint8Array): Generator<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at), end = at + 8 + length;
    if (end + 4 > bytes.length) return;
    const type = Array.from(bytes.subarray(at + 4, at + 8), (byte) => String.fromCharCode(byte))
      .join("");
    const isSound = crc32(bytes.subarray(at + 4, end)) === view.getUint32(end);
    yield { type, data: bytes.subarray(at + 8, end), isSound };
    if (type === "IEND") return;
    at = end + 4;
  }
}

/** Reads the header. @throws RangeError when it is damaged */
export function readPngHeader({ type, data, isSound }: PngChunk): PngHeader {
  if (type !== "IHDR" || data.length !== 13 || !isSound) throw damagedPng();
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const width = view.getUint32(0), height = view.getUint32(4);
  const depth = data[8]!, colour = data[9]! as PngColour;
  const depths: readonly number[] = PNG_COLOURS[colour]?.depths ?? [];
  const isFine = width > 0 && height > 0 && depths.includes(depth) && data[12]! <= 1;
  if (!isFine) throw damagedPng();
  return { width, height, depth, colour, interlaced: data[12] === 1 };
}

/** Makes the error for a PNG file that cannot be read. */
export function damagedPng(): RangeError {
  return new RangeError("a damaged PNG file");
}
