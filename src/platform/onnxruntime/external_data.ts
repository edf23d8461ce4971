import { Buffer } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { requireRegularFileSync } from "../files/regular_file.ts";

/**
 * How the format writes that a constant is in another file: a field 1 of 8 bytes, the key `location`, before the
 * name of the file, field 2.
 */
const LOCATION = Buffer.from("\x0a\x08location\x12", "latin1");

const PIECE_BYTES = 1 << 20;

/** Tells whether constants of an ONNX file are in other files, by its bytes. */
export function refersToOtherFiles(path: string): boolean {
  requireRegularFileSync(path);
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const piece = Buffer.alloc(PIECE_BYTES + LOCATION.length - 1);
    for (let at = 0; at < size; at += PIECE_BYTES) {
      const count = readSync(file, piece, 0, piece.length, at); // overlaps the next piece
      if (piece.subarray(0, count).includes(LOCATION)) return true;
    }
    return false;
  } finally {
    closeSync(file);
  }
}
