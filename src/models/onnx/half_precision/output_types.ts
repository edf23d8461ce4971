import type { onnx } from "onnx-proto";
import { ELEMENT_TYPES } from "../element_type.ts";
import { halfRule, isShared } from "./half_rules.ts";

/** Code of an element type (`TensorProto.DataType`); `null` when it is unknown. */
export type TypeCode = number | null;

export const FLOAT32 = ELEMENT_TYPES.float32.code;
export const FLOAT16 = ELEMENT_TYPES.float16.code;
const INT64 = ELEMENT_TYPES.int64.code;
const BOOL = ELEMENT_TYPES.bool.code;

/** Operators whose output type is fixed. */
const FIXED: Readonly<Record<string, TypeCode>> = {
  ...Object.fromEntries(words("ArgMax ArgMin NonMaxSuppression NonZero Shape Size", INT64)),
  ...Object.fromEntries(
    words("And Equal Greater GreaterOrEqual IsInf IsNaN Less LessOrEqual Not Or Xor", BOOL),
  ),
};

/** Operators without a float16 rule whose output has the type of one input, by that input's index. */
const PASSED_ON: Readonly<Record<string, number>> = {
  ...Object.fromEntries(words(
    "Acos Asin Atan AveragePool BatchNormalization Ceil Celu Compress Cos CumSum Div Einsum Exp Floor " +
      "GatherElements GatherND Gemm GlobalAveragePool GlobalLpPool GridSample GroupNormalization " +
      "InstanceNormalization LRN LayerNormalization Log LogSoftmax LpNormalization LpPool " +
      "MeanVarianceNormalization Mish Mod Pow RMSNormalization Range Reciprocal ReduceL1 ReduceL2 " +
      "ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare " +
      "ReverseSequence RoiAlign Round ScatterElements ScatterND Selu Shrink Sign Sin Softmax Softplus " +
      "Softsign Sqrt Swish Tan ThresholdedRelu TopK Trilu",
    0,
  )),
  CastLike: 1,
  DequantizeLinear: 1,
  OneHot: 2,
};

/** Further outputs whose type differs from the first's. */
const FURTHER: Readonly<Record<string, TypeCode>> = {
  Dropout: BOOL,
  LayerNormalization: FLOAT32,
  MaxPool: INT64,
  TopK: INT64,
};

/**
 * Infers the element types of a node's outputs from its operator. Values of unknown type are not converted, so
 * a gap here costs only speed.
 * @param inputs types of the node's inputs
 */
export function outputTypes(node: onnx.INodeProto, inputs: readonly TypeCode[]): TypeCode[] {
  const operator = node.opType ?? "";
  const first = firstType(node, inputs);
  const further = Object.hasOwn(FURTHER, operator) ? FURTHER[operator]! : first;
  return (node.output ?? []).map((_, place) => place === 0 ? first : further);
}

function firstType(node: onnx.INodeProto, inputs: readonly TypeCode[]): TypeCode {
  const operator = node.opType ?? "";
  if (Object.hasOwn(FIXED, operator)) return FIXED[operator]!;
  if (Object.hasOwn(PASSED_ON, operator)) return inputs[PASSED_ON[operator]!] ?? null;
  const attribute = (name: string) => node.attribute?.find((found) => found.name === name);
  if (operator === "Cast") return Number(attribute("to")?.i ?? 0) || null;
  if (operator === "Constant") return constantType(node);
  if (operator === "ConstantOfShape") return attribute("value")?.t?.dataType ?? FLOAT32;
  const rule = halfRule(operator);
  const place = rule === null ? -1 : inputs.findIndex((_, place) => isShared(rule, place));
  return inputs[place] ?? null;
}

function constantType({ attribute }: onnx.INodeProto): TypeCode {
  const given = attribute?.[0];
  switch (given?.name) {
    case "value":
      return given.t?.dataType ?? null;
    case "value_float":
    case "value_floats":
      return FLOAT32;
    case "value_int":
    case "value_ints":
      return INT64;
    default:
      return null;
  }
}

function words<T>(text: string, value: T): [string, T][] {
  return text.split(" ").map((word) => [word, value]);
}
