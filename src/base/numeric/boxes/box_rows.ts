/**
 * Boxes as rows of float32 numbers: x1, y1, x2, y2, score, then further columns. One array holds all rows: a
 * frame has hundreds of candidates, and one object for each would cost more than the arithmetic.
 */
export interface BoxRows {
  /** Values, `[count][width]`. */
  readonly values: Float32Array;
  /** Numbers per row, at least 5. */
  readonly width: number;
  readonly count: number;
}

/** Index of the score in a row. */
export const SCORE = 4;

/** Creates rows of zeros. */
export function boxRows(count: number, width: number): BoxRows {
  return { values: new Float32Array(count * width), width, count };
}

/** Returns a view of a row. */
export function rowAt({ values, width }: BoxRows, row: number): Float32Array {
  return values.subarray(row * width, (row + 1) * width);
}

/** Converts each row to an array of numbers. */
export function rowsOf(rows: BoxRows): number[][] {
  return Array.from({ length: rows.count }, (_, row) => [...rowAt(rows, row)]);
}

/** Copies selected rows, in the given order. */
export function chosenRows({ values, width }: BoxRows, order: ArrayLike<number>): BoxRows {
  const chosen = boxRows(order.length, width);
  for (let i = 0, to = 0; i < order.length; i++) {
    for (let k = 0, from = order[i]! * width; k < width; k++) chosen.values[to++] = values[from++]!;
  }
  return chosen;
}

/** Concatenates tables whose rows have `width` numbers. */
export function joinedRows(tables: readonly BoxRows[], width: number): BoxRows {
  const joined = boxRows(tables.reduce((sum, { count }) => sum + count, 0), width);
  let to = 0;
  for (const { values } of tables) {
    joined.values.set(values, to);
    to += values.length;
  }
  return joined;
}
