import type { Digest } from "./run_result.ts";
import type { Brand } from "./video.ts";

/**
 * Digests of a stage by video, [rows × 2]: each as two 32-bit words, a sixth of the size of its text. Both words
 * are 0 if the stage was not reached; a digest of zeros has a probability of 2⁻⁶⁴ and is ignored.
 */
export type DigestColumn = Brand<Uint32Array, "DigestColumn">;

const HALF = 8; // hex digits in a word

/** A column without digests. */
export function digestColumn(rows: number): DigestColumn {
  return new Uint32Array(2 * rows) as DigestColumn;
}

/** A column of the given digests. @throws RangeError for text that is not a digest */
export function digestColumnOf(digests: readonly (Digest | null)[]): DigestColumn {
  const column = digestColumn(digests.length);
  digests.forEach((digest, row) => setDigest(column, row, digest));
  return column;
}

/** Sets the digest of a row. @throws RangeError for text that is not a digest */
export function setDigest(column: DigestColumn, row: number, digest: Digest | null): void {
  if (digest !== null && digest.length !== 2 * HALF) throw noDigest(digest);
  column[2 * row] = digest === null ? 0 : wordAt(digest, 0);
  column[2 * row + 1] = digest === null ? 0 : wordAt(digest, HALF);
}

/** The digest of a row; `null`: the stage was not reached. */
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

/** Tells whether both have the same digest, or neither has one. */
export function sameDigest([a, i]: DigestPlace, [b, j]: DigestPlace): boolean {
  return a[2 * i] === b[2 * j] && a[2 * i + 1] === b[2 * j + 1];
}

/** Tells whether the stage was reached. */
export function hasDigest([column, row]: DigestPlace): boolean {
  return column[2 * row] !== 0 || column[2 * row + 1] !== 0;
}

/** Eight hex digits as a number, without allocating substrings, since millions are read. */
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
  return new RangeError(`"${text}" is not a digest of 16 hex digits`);
}
