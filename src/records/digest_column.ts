import type { Digest } from "./run_result.ts";
import type { Brand } from "./video.ts";

/**
 * What a stage gave, video by video, [rows × 2]: each digest as two 32-bit words, a sixth of its text. Both are 0
 * where the stage was not reached: that a digest is all zeros, one in 2⁶⁴, is left out of account.
 */
export type DigestColumn = Brand<Uint32Array, "DigestColumn">;

const HALF = 8; // hex digits in a word

/** A column of `null`. */
export function digestColumn(rows: number): DigestColumn {
  return new Uint32Array(2 * rows) as DigestColumn;
}

/** @throws RangeError for what is no digest */
export function digestColumnOf(digests: readonly (Digest | null)[]): DigestColumn {
  const column = digestColumn(digests.length);
  digests.forEach((digest, row) => setDigest(column, row, digest));
  return column;
}

/** @throws RangeError for what is no digest */
export function setDigest(column: DigestColumn, row: number, digest: Digest | null): void {
  if (digest !== null && digest.length !== 2 * HALF) throw noDigest(digest);
  column[2 * row] = digest === null ? 0 : wordAt(digest, 0);
  column[2 * row + 1] = digest === null ? 0 : wordAt(digest, HALF);
}

/** `null`: the stage was not reached. */
export function digestAt(column: DigestColumn, row: number): Digest | null {
  const [high, low] = [column[2 * row]!, column[2 * row + 1]!];
  return high === 0 && low === 0 ? null : `${hexOf(high)}${hexOf(low)}` as Digest;
}

/** The digests of all rows. */
export function digestsOf(column: DigestColumn): (Digest | null)[] {
  return Array.from({ length: column.length / 2 }, (_, row) => digestAt(column, row));
}

/** A row of a column. */
export type DigestPlace = readonly [column: DigestColumn, row: number];

/** Whether both have the same digest, or neither has one. */
export function sameDigest([a, i]: DigestPlace, [b, j]: DigestPlace): boolean {
  return a[2 * i] === b[2 * j] && a[2 * i + 1] === b[2 * j + 1];
}

/** Whether the stage was reached. */
export function hasDigest([column, row]: DigestPlace): boolean {
  return column[2 * row] !== 0 || column[2 * row + 1] !== 0;
}

/** Eight hex digits as a number. Millions are read: without making texts of them. */
function wordAt(digest: Digest, start: number): number {
  let word = 0;
  for (let k = start; k < start + HALF; k++) {
    const code = digest.charCodeAt(k);
    const isNumeral = code >= 48 && code <= 57;
    if (!isNumeral && (code < 97 || code > 102)) throw noDigest(digest);
    word = word * 16 + code - (isNumeral ? 48 : 87);
  }
  return word;
}

function hexOf(word: number): string {
  return word.toString(16).padStart(HALF, "0");
}

function noDigest(text: string): RangeError {
  return new RangeError(`"${text}" is no digest: it has to be 16 hex digits`);
}
