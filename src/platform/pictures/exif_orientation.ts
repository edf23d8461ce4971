import type { Orientation } from "../../base/numeric/images/orient_image.ts";

const ORIENTATION_TAG = 0x112;
const SHORT = 3;

/** Reads the orientation from EXIF data, which begin with a TIFF header; 1 where they say none. */
export function exifOrientation(exif: Uint8Array): Orientation {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  if (exif.length < 8) return 1;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return 1;
  const little = order === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > exif.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let i = 0, at = directory + 2; i < entries && at + 12 <= exif.length; i++, at += 12) {
    const isIt = view.getUint16(at, little) === ORIENTATION_TAG &&
      view.getUint16(at + 2, little) === SHORT;
    if (isIt) return orientationOf(view.getUint16(at + 8, little));
  }
  return 1;
}

function orientationOf(value: number): Orientation {
  return value >= 1 && value <= 8 ? value as Orientation : 1;
}
