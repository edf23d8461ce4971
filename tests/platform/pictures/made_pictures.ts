import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import { projectRoot } from "../../../src/platform/files/project.ts";

/** A picture with what OpenCV makes of it. */
export interface GoldenPicture {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Of its RGB rows. */
  readonly sha256: string;
}

/** Pictures of all kinds, read by OpenCV 4.6. */
export function goldenPictures(): readonly GoldenPicture[] {
  const path = join(projectRoot(), "tests", "golden", "opencv_pictures.json");
  const { pictures } = JSON.parse(readFileSync(path, "utf8"));
  return Object.entries(pictures as Record<string, GoldenPicture & { bytes: string }>)
    .map(([name, { bytes, ...facts }]) => ({
      ...{ ...facts, name, bytes: new Uint8Array(Buffer.from(bytes, "base64")) },
    }));
}

/** A PNG of 8-bit RGB. */
export function madePng(
  { width, height, data }: { width: number; height: number; data: Uint8Array },
): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint16(8, 0x0802);
  const rows = new Uint8Array(height * (1 + 3 * width));
  for (let y = 0; y < height; y++) {
    rows.set(data.subarray(y * width * 3, (y + 1) * width * 3), y * (1 + 3 * width) + 1);
  }
  return Uint8Array.of(
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk("IHDR", new Uint8Array(header.buffer)),
    ...chunk("IDAT", deflateSync(rows)),
    ...chunk("IEND", new Uint8Array()),
  );
}

/** A PNG of one colour. */
export function plainPng(width: number, height: number, value: number): Uint8Array {
  return madePng({ width, height, data: new Uint8Array(width * height * 3).fill(value) });
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length), view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
