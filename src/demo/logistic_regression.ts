import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** A model P(positive) = sigmoid(bias + weights · features). */
export interface LogisticModel {
  readonly weights: Float64Array;
  readonly bias: number;
}

/** Labelled rows of numbers. */
export interface LabelledRows {
  /** One row of equal length for each item. */
  readonly rows: readonly Float64Array[];
  /** 1 or 0 for each item. */
  readonly labels: Uint8Array;
}

const MAX_STEPS = 50;
/** Newton's method has converged when no coefficient changes by more. */
const TOLERANCE = 1e-9;

/**
 * Fits a logistic regression with an L2 penalty on the weights, not the bias, by Newton's method: it minimises
 * `mean log loss + ridge / 2 · |weights|²`, which has a single minimum.
 * @param ridge above 0; columns should have similar scale
 * @throws RangeError when there are no rows
 */
export function fitLogisticRegression(
  { rows, labels }: LabelledRows,
  ridge: number,
): LogisticModel {
  if (rows.length === 0) throw new RangeError("a regression needs rows");
  const columns = rows[0]!.length + 1; // the last is the bias
  const design = new Matrix(rows.map((row) => [...row, 1]));
  const penalty = Matrix.diag([...Array(columns - 1).fill(ridge), 0]);
  const labelColumn = Matrix.columnVector([...labels]);
  let beta = Matrix.zeros(columns, 1);
  for (let step = 0; step < MAX_STEPS; step++) {
    const move = newtonStep(beta, { design, labels: labelColumn, penalty });
    beta = Matrix.sub(beta, move);
    if (move.max() < TOLERANCE && move.min() > -TOLERANCE) break;
  }
  const coefficients = Float64Array.from(beta.to1DArray());
  return { weights: coefficients.subarray(0, -1), bias: coefficients[columns - 1]! };
}

/** Computes the log odds of a row. */
export function logit({ weights, bias }: LogisticModel, row: Float64Array): number {
  return weights.reduce((sum, weight, i) => sum + weight * row[i]!, bias);
}

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Computes the inverse Hessian times the gradient at `beta`. */
function newtonStep(
  beta: Matrix,
  { design, labels, penalty }: { design: Matrix; labels: Matrix; penalty: Matrix },
): Matrix {
  const count = design.rows;
  const chances = design.mmul(beta).to1DArray().map(sigmoid);
  const errors = Matrix.sub(Matrix.columnVector(chances), labels);
  const gradient = design.transpose().mmul(errors).div(count).add(penalty.mmul(beta));
  // Square roots on both sides make the product exactly symmetric, as Cholesky requires.
  const spreads = Matrix.columnVector(chances.map((p) => Math.sqrt(Math.max(p * (1 - p), 1e-12))));
  const scaled = design.clone().mulColumnVector(spreads);
  const hessian = scaled.transpose().mmul(scaled).div(count).add(penalty);
  return new CholeskyDecomposition(hessian).solve(gradient);
}

/** Mean and standard deviation of each column. */
interface ColumnScale {
  readonly means: Float64Array;
  /** Standard deviations; 1 for a constant column. */
  readonly deviations: Float64Array;
}

/** Computes the scale. @param rows at least one, of equal length */
export function columnScale(rows: readonly Float64Array[]): ColumnScale {
  const means = rows[0]!.map((_, column) => average(rows, (row) => row[column]!));
  const deviations = means.map((mean, column) =>
    Math.sqrt(average(rows, (row) => (row[column]! - mean) ** 2)) || 1
  );
  return { means, deviations };
}

/** Standardises rows by `scale`: to mean 0 and standard deviation 1 if it was computed from them. */
export function standardise(
  rows: readonly Float64Array[],
  { means, deviations }: ColumnScale,
): Float64Array[] {
  return rows.map((row) => row.map((value, i) => (value - means[i]!) / deviations[i]!));
}

/** Converts a model over standardised rows to the equivalent one over the original rows. */
export function unstandardise(
  { weights, bias }: LogisticModel,
  { means, deviations }: ColumnScale,
): LogisticModel {
  const plain = weights.map((weight, i) => weight / deviations[i]!);
  return { weights: plain, bias: plain.reduce((sum, weight, i) => sum - weight * means[i]!, bias) };
}

function average(rows: readonly Float64Array[], of: (row: Float64Array) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
}
