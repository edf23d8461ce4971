import type { LogisticModel } from "./logistic_regression.ts";

/** Mean and spread of each column. */
export interface ColumnScale {
  readonly means: Float64Array;
  /** Standard deviations; 1 for a column that is constant. */
  readonly deviations: Float64Array;
}

/** @param rows at least one, of equal length */
export function columnScale(rows: readonly Float64Array[]): ColumnScale {
  const means = rows[0].map((_, column) => average(rows, (row) => row[column]));
  const deviations = means.map((mean, column) =>
    Math.sqrt(average(rows, (row) => (row[column] - mean) ** 2)) || 1
  );
  return { means, deviations };
}

/** Rows with columns of mean 0 and standard deviation 1, as far as `scale` fits them. */
export function standardised(
  rows: readonly Float64Array[],
  { means, deviations }: ColumnScale,
): Float64Array[] {
  return rows.map((row) => row.map((value, i) => (value - means[i]) / deviations[i]));
}

/** The model over rows as they are that agrees with `model` over standardised ones. */
export function unstandardised(
  { weights, bias }: LogisticModel,
  { means, deviations }: ColumnScale,
): LogisticModel {
  const plain = weights.map((weight, i) => weight / deviations[i]);
  return { weights: plain, bias: plain.reduce((sum, weight, i) => sum - weight * means[i], bias) };
}

function average(rows: readonly Float64Array[], of: (row: Float64Array) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
}
