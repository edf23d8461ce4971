import { ensure, ensureSameType, operator } from "../operator.ts";
import {
  broadcast,
  type Dimension,
  frontAxis,
  type Shape,
  shapeText,
  valueType,
} from "../shape.ts";

/** Matrix product `alpha · A · B + beta · C`, with either factor optionally transposed. */
export const Gemm = operator({
  arity: { required: 2, optional: 1 },
  attributes: { alpha: "float", beta: "float", transA: "int", transB: "int" },
  infer([a, b], { attributes: { transA = 0, transB = 0 }, optional: [c] }) {
    ensureSameType(c ? [a, b, c] : [a, b]);
    ensure(a.shape.length === 2 && b.shape.length === 2, "both factors must be matrices");
    const [rows, depth] = matrixSides(transA ? a.shape.toReversed() : a.shape);
    const [depthOfB, columns] = matrixSides(transB ? b.shape.toReversed() : b.shape);
    ensure(depth === depthOfB, `${shapeText(a.shape)} times ${shapeText(b.shape)}`);
    const stretched = c ? broadcast([[rows, columns], c.shape]) : [rows, columns];
    ensure(
      stretched.length === 2 && stretched[0] === rows && stretched[1] === columns,
      `${c && shapeText(c.shape)} does not stretch to ${shapeText([rows, columns])}`,
    );
    return valueType(a.type, [rows, columns]);
  },
});

/** Matrix product over the last two axes; the leading axes are broadcast. */
export const MatMul = operator({
  arity: { required: 2, optional: 0 },
  attributes: {},
  infer([a, b]) {
    ensureSameType([a, b]);
    const [rows, depth] = matrixSides(a.shape);
    const [depthOfB, columns] = matrixSides(b.shape);
    ensure(depth === depthOfB, `${shapeText(a.shape)} times ${shapeText(b.shape)}`);
    const outer = broadcast([a.shape.slice(0, -2), b.shape.slice(0, -2)]);
    return valueType(a.type, [...outer, rows, columns]);
  },
});

export const Softmax = operator({
  arity: { required: 1, optional: 0 },
  attributes: { axis: "int" },
  infer([input], { attributes: { axis = -1 } }) {
    frontAxis(axis, input.shape.length);
    return valueType(input.type, input.shape);
  },
});

/** Batch normalisation: input `[n, c, ...]`, then scale, bias, mean and variance, each `[c]`. */
export const BatchNormalization = operator({
  arity: { required: 5, optional: 0 },
  attributes: { epsilon: "float" },
  infer([input, ...statistics]) {
    ensureSameType([input, ...statistics]);
    for (const { shape } of statistics) {
      ensure(
        shape.length === 1 && shape[0] === input.shape[1],
        `${shapeText(shape)} is not one number for each channel of ${shapeText(input.shape)}`,
      );
    }
    return valueType(input.type, input.shape);
  },
});

/** Reduction over the axes of an int64 constant; over all axes without one. */
export const reduction = operator({
  arity: { required: 1, optional: 1 },
  attributes: { keepdims: "int" },
  infer([input], { attributes: { keepdims = 1 }, optional: [axes] }) {
    const { shape, type } = input;
    ensure(axes === undefined || axes.integers !== null, "the axes must be an int64 constant");
    const named = axes?.integers?.map((axis) => frontAxis(axis, shape.length));
    const gone = (axis: number) => named?.includes(axis) ?? true;
    return valueType(
      type,
      keepdims
        ? shape.map((side, axis) => gone(axis) ? 1 : side)
        : shape.filter((_, axis) => !gone(axis)),
    );
  },
});

/** The last two sides. @throws RangeError when there are fewer */
function matrixSides(shape: Shape): readonly [Dimension, Dimension] {
  const [rows, columns] = shape.slice(-2);
  ensure(rows !== undefined && columns !== undefined, "both sides need two axes or more");
  return [rows, columns];
}
