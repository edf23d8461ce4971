/** A column of few distinct values, one byte per row. */
export interface CodedColumn<Value> {
  /** Distinct values, in order of first appearance. */
  readonly values: readonly Value[];
  /** Indices into `values`, one per row. */
  readonly codes: Uint8Array;
}

/** A column that is filled row by row. */
export interface GrowingCodedColumn<Value> extends CodedColumn<Value> {
  readonly values: Value[];
}

const MOST_VALUES = 256;

/** A column without values. */
export function emptyCodedColumn<Value>(rows: number): GrowingCodedColumn<Value> {
  return { values: [], codes: new Uint8Array(rows) };
}

/** A column of the given values. @throws RangeError for more than 256 distinct values */
export function codedColumn<Value>(values: readonly Value[]): CodedColumn<Value> {
  const column = emptyCodedColumn<Value>(values.length);
  values.forEach((value, row) => setValue(column, row, value));
  return column;
}

/** Sets the value of a row. @throws RangeError for more than 256 distinct values */
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

/** The values of all rows. */
export function* valuesOf<Value>({ values, codes }: CodedColumn<Value>): Generator<Value> {
  for (const code of codes) yield values[code]!;
}
