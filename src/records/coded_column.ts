/** A column of few distinct values: a byte a row. */
export interface CodedColumn<Value> {
  /** Each once, in the order they were met. */
  readonly values: readonly Value[];
  /** Indices into `values`, one a row. */
  readonly codes: Uint8Array;
}

/** A column that is filled row by row. */
export interface GrowingCodedColumn<Value> extends CodedColumn<Value> {
  readonly values: Value[];
}

const MOST_VALUES = 256;

/** A column that has no value yet. */
export function emptyCodedColumn<Value>(rows: number): GrowingCodedColumn<Value> {
  return { values: [], codes: new Uint8Array(rows) };
}

/** @throws RangeError for more than 256 distinct values */
export function codedColumn<Value>(values: readonly Value[]): CodedColumn<Value> {
  const column = emptyCodedColumn<Value>(values.length);
  values.forEach((value, row) => setValue(column, row, value));
  return column;
}

/** @throws RangeError for more than 256 distinct values */
export function setValue<Value>(
  { values, codes }: GrowingCodedColumn<Value>,
  row: number,
  value: Value,
): void {
  let code = values.indexOf(value);
  if (code < 0) code = values.push(value) - 1;
  if (code >= MOST_VALUES) throw new RangeError(`more than ${MOST_VALUES} distinct values`);
  codes[row] = code;
}

export function valueAt<Value>({ values, codes }: CodedColumn<Value>, row: number): Value {
  return values[codes[row]!]!;
}

/** All of them, row by row. */
export function* valuesOf<Value>({ values, codes }: CodedColumn<Value>): Generator<Value> {
  for (const code of codes) yield values[code]!;
}
