import { readSync } from "node:fs";
import { joinBytes } from "../base/bytes.ts";

/** A line of a file, without its line break. */
export interface FileLine {
  /** Offset in the file, bytes. */
  readonly offset: number;
  /** Valid until the next line is read. */
  readonly bytes: Uint8Array;
  /** Whether a line break follows. */
  readonly ended: boolean;
}

const CHUNK_BYTES = 1 << 20;
const LINE_FEED = 0x0a;

/**
 * Reads the lines of an open file from its start; memory holds one chunk and one line at a time.
 * @param fd of a file that can be read at any offset
 */
export function* fileLines(fd: number): Generator<FileLine> {
  const chunk = new Uint8Array(CHUNK_BYTES);
  let pieces: Uint8Array[] = [];
  let lineStart = 0;
  for (let position = 0;;) {
    const count = readSync(fd, chunk, 0, CHUNK_BYTES, position);
    if (count === 0) break;
    let from = 0;
    for (let at; (at = chunk.subarray(0, count).indexOf(LINE_FEED, from)) >= 0; from = at + 1) {
      const bytes = joinBytes([...pieces, chunk.subarray(from, at)]);
      yield { offset: lineStart, bytes, ended: true };
      pieces = [];
      lineStart = position + at + 1;
    }
    if (from < count) pieces.push(chunk.slice(from, count));
    position += count;
  }
  const rest = joinBytes(pieces);
  if (rest.byteLength > 0) yield { offset: lineStart, bytes: rest, ended: false };
}
