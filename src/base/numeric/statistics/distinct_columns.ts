/** Distinct columns, and for each given column its index among them. */
export interface DistinctColumns {
  readonly columns: readonly Float64Array[];
  readonly placeOf: Uint32Array;
}

/** Finds columns of equal length with equal contents. */
export function distinctColumns(all: readonly Float64Array[]): DistinctColumns {
  const columns: Float64Array[] = [];
  const bySum = new Map<number, number[]>();
  const placeOf = Uint32Array.from(all, (column) => {
    const sum = column.reduce((total, value) => total + value, 0);
    const alike = bySum.get(sum) ?? [];
    bySum.set(sum, alike);
    const known = alike.find((place) => areEqual(columns[place]!, column));
    if (known !== undefined) return known;
    alike.push(columns.length);
    return columns.push(column) - 1;
  });
  return { columns, placeOf };
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  return a === b || (a.length === b.length && a.every((value, k) => value === b[k]));
}
