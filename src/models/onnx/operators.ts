import type { AttributeKinds, Attributes, Operator } from "./operator.ts";
import {
  binary,
  Cast,
  Clip,
  comparison,
  LeakyRelu,
  PRelu,
  unary,
  variadic,
  Where,
} from "./operators/elementwise.ts";
import {
  Concat,
  Flatten,
  Gather,
  Pad,
  Reshape,
  Slice,
  Squeeze,
  Transpose,
  Unsqueeze,
} from "./operators/layout.ts";
import { BatchNormalization, Gemm, MatMul, reduction, Softmax } from "./operators/matrices.ts";
import { AveragePool, Conv, GlobalAveragePool, MaxPool } from "./operators/windows.ts";

/** Version of ONNX's default operator set that the rules implement. */
export const OPSET = 18;

/** Supported operators, by ONNX's name. To add one, write its rule and list it here. */
export const OPERATORS = {
  Abs: unary,
  Add: binary,
  AveragePool,
  BatchNormalization,
  Cast,
  Clip,
  Concat,
  Conv,
  Div: binary,
  Equal: comparison,
  Exp: unary,
  Flatten,
  Floor: unary,
  Gather,
  Gemm,
  GlobalAveragePool,
  Greater: comparison,
  Identity: unary,
  LeakyRelu,
  Less: comparison,
  Log: unary,
  MatMul,
  Max: variadic,
  MaxPool,
  Min: variadic,
  Mul: binary,
  Neg: unary,
  PRelu,
  Pad,
  Pow: binary,
  Reciprocal: unary,
  ReduceMax: reduction,
  ReduceMean: reduction,
  ReduceMin: reduction,
  ReduceSum: reduction,
  Relu: unary,
  Reshape,
  Round: unary,
  Sigmoid: unary,
  Slice,
  Softmax,
  Sqrt: unary,
  Squeeze,
  Sub: binary,
  Sum: variadic,
  Tanh: unary,
  Transpose,
  Unsqueeze,
  Where,
} as const;

export type OperatorName = keyof typeof OPERATORS;

/** The attributes of operator `Name`. */
export type AttributesOf<Name extends OperatorName> = (typeof OPERATORS)[Name] extends
  Operator<infer Kinds> ? Attributes<Kinds> : never;

/** Returns the rule of an operator whose attributes are known only at run time. */
export function ruleOf(name: OperatorName): Operator<AttributeKinds> {
  return OPERATORS[name] as unknown as Operator<AttributeKinds>;
}
