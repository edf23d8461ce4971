/**
 * Boxes as rows of float32 numbers: x1, y1, x2, y2, how sure their finder is, then whatever belongs to each. One
 * array for all: a frame has hundreds of candidates, and objects for each cost more than the sums on them.
 */
export interface BoxRows {
  /** `[count][width]` */
  readonly values: Float32Array;
  /** Numbers of a row, at least 5. */
  readonly width: number;
  readonly count: number;
}

/** Place of the score in a row. */
export const SCORE = 4;

/** Rows of zeros. */
export function boxRows(count: number, width: number): BoxRows {
  return { values: new Float32Array(count * width), width, count };
}

/** A row, not copied. */
export function rowAt({ values, width }: BoxRows, row: number): Float32Array {
  return values.subarray(row * width, (row + 1) * width);
}

/** Each row as numbers. */
export function rowsOf(rows: BoxRows): number[][] {
  return Array.from({ length: rows.count }, (_, row) => [...rowAt(rows, row)]);
}

/** Some rows, in the order given. */
export function chosenRows({ values, width }: BoxRows, order: ArrayLike<number>): BoxRows {
  const chosen = boxRows(order.length, width);
  for (let i = 0, to = 0; i < order.length; i++) {
    for (let k = 0, from = order[i]! * width; k < width; k++) chosen.values[to++] = values[from++]!;
  }
  return chosen;
}

/** The rows of all tables, one after another; each row is of `width` numbers. */
export function joinedRows(tables: readonly BoxRows[], width: number): BoxRows {
  const joined = boxRows(tables.reduce((sum, { count }) => sum + count, 0), width);
  let to = 0;
  for (const { values } of tables) {
    joined.values.set(values, to);
    to += values.length;
  }
  return joined;
}
