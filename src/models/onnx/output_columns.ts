import type { onnx } from "onnx-proto";
import type { GraphScope } from "./graph_scope.ts";

interface Declared {
  readonly name: string;
  readonly shape: readonly (number | string | null)[] | null;
}

interface Surroundings {
  /** Faces in every call; `null`: any number. */
  readonly batch: number | null;
  readonly scope: GraphScope;
}

/** Operators that keep the last dimension. */
const KEEPING = new Set(
  "Add Cast Clip Identity LogSoftmax Mul Sigmoid Softmax Div Sub Neg Dropout".split(" "),
);

const MOST_STEPS = 50;

/**
 * Tells how many numbers an output has for each face: from its declared shape, or from the weights of the layer
 * before it.
 * @returns `null`: neither says so
 */
export function outputColumns(
  { name, shape }: Declared,
  { batch, scope }: Surroundings,
): number | null {
  return declaredColumns(shape, batch) ?? weightColumns(name, scope);
}

function declaredColumns(shape: Declared["shape"], batch: number | null): number | null {
  if (shape === null) return null;
  const sides = batch === null || shape.length === 0 ? shape.slice(1) : shape;
  if (!sides.every((side) => typeof side === "number")) return null;
  const count = sides.reduce((product, side) => product * side, 1);
  if (batch === null || shape.length === 0) return count;
  return Number.isInteger(count / batch) ? count / batch : null;
}

/** Reads the columns from the matrix of the last Gemm or MatMul. */
function weightColumns(output: string, { nodes, constants }: GraphScope): number | null {
  let name = output;
  for (let step = 0; step < MOST_STEPS; step++) {
    const node = nodes.get(name);
    const [first = "", second = ""] = node?.input ?? [];
    const sides = (constants.get(second)?.dims ?? []).map(Number);
    if (node?.opType === "MatMul") return sides.length === 2 ? sides[1]! : null;
    if (node?.opType === "Gemm") {
      return sides.length === 2 ? sides[isTransposed(node) ? 0 : 1]! : null;
    }
    if (node === undefined || !KEEPING.has(node.opType ?? "")) return null;
    name = constants.has(first) ? second : first;
  }
  return null;
}

function isTransposed({ attribute }: onnx.INodeProto): boolean {
  return Number(attribute?.find(({ name }) => name === "transB")?.i ?? 0) !== 0;
}
