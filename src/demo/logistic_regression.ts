import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** P(positive) = sigmoid(bias + weights · features). */
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

const MOST_STEPS = 50;
/** Newton's method has arrived when no coefficient moves by more. */
const TOLERANCE = 1e-9;

/**
 * Fits a logistic regression with an L2 penalty on the weights, not on the bias, by Newton's method: it
 * minimises `mean log loss + ridge / 2 · |weights|²`, which has one minimum.
 * @param ridge above 0; columns should be of like scale
 * @throws RangeError when there are no rows.
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
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonStep(beta, { design, labels: labelColumn, penalty });
    beta = Matrix.sub(beta, move);
    if (move.max() < TOLERANCE && move.min() > -TOLERANCE) break;
  }
  const coefficients = Float64Array.from(beta.to1DArray());
  return { weights: coefficients.subarray(0, -1), bias: coefficients[columns - 1]! };
}

/** The log odds that a model gives a row. */
export function logit({ weights, bias }: LogisticModel, row: Float64Array): number {
  return weights.reduce((sum, weight, i) => sum + weight * row[i]!, bias);
}

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Inverse Hessian times gradient at `beta`. */
function newtonStep(
  beta: Matrix,
  { design, labels, penalty }: { design: Matrix; labels: Matrix; penalty: Matrix },
): Matrix {
  const count = design.rows;
  const chances = design.mmul(beta).to1DArray().map(sigmoid);
  const errors = Matrix.sub(Matrix.columnVector(chances), labels);
  const gradient = design.transpose().mmul(errors).div(count).add(penalty.mmul(beta));
  // Square roots on both sides make the product symmetric to the last bit, as Cholesky's demands.
  const spreads = Matrix.columnVector(chances.map((p) => Math.sqrt(Math.max(p * (1 - p), 1e-12))));
  const scaled = design.clone().mulColumnVector(spreads);
  const hessian = scaled.transpose().mmul(scaled).div(count).add(penalty);
  return new CholeskyDecomposition(hessian).solve(gradient);
}

/** Mean and spread of each column. */
interface ColumnScale {
  readonly means: Float64Array;
  /** Standard deviations; 1 for a column that is constant. */
  readonly deviations: Float64Array;
}

/** @param rows at least one, of equal length */
export function columnScale(rows: readonly Float64Array[]): ColumnScale {
  const means = rows[0]!.map((_, column) => average(rows, (row) => row[column]!));
  const deviations = means.map((mean, column) =>
    Math.sqrt(average(rows, (row) => (row[column]! - mean) ** 2)) || 1
  );
  return { means, deviations };
}

/** Rows with columns of mean 0 and standard deviation 1, as far as `scale` fits them. */
export function standardised(
  rows: readonly Float64Array[],
  { means, deviations }: ColumnScale,
): Float64Array[] {
  return rows.map((row) => row.map((value, i) => (value - means[i]!) / deviations[i]!));
}

/** The model over rows as they are that agrees with `model` over standardised ones. */
export function unstandardised(
  { weights, bias }: LogisticModel,
  { means, deviations }: ColumnScale,
): LogisticModel {
  const plain = weights.map((weight, i) => weight / deviations[i]!);
  return { weights: plain, bias: plain.reduce((sum, weight, i) => sum - weight * means[i]!, bias) };
}

function average(rows: readonly Float64Array[], of: (row: Float64Array) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
}
