import type { onnx } from "onnx-proto";
import { ELEMENT_TYPES, type ElementType } from "./element_type.ts";
import type { OnnxModel } from "./onnx_file.ts";
import { type AttributeKind, type AttributeValues, ensure } from "./operator.ts";
import { type OperatorName, OPERATORS, ruleOf } from "./operators.ts";
import type { Shape, ValueType } from "./shape.ts";

/** Types and shapes of a graph's values, by name. */
type Values = Map<string, ValueType>;

/**
 * Counts the multiply-accumulates of one run of a network: those of its convolutions and matrix products.
 * Everything else (biases, activations, pooling) counts as zero, by convention.
 * @param inputs shape of each input, which fixes the dynamic dimensions
 * @throws RangeError for an operator that is not in `OPERATORS`, or when a dimension stays dynamic
 */
export function countMacs(
  { graph }: OnnxModel,
  inputs: Readonly<Record<string, readonly number[]>>,
): number {
  const values: Values = new Map();
  for (const { name, type } of graph.input ?? []) {
    const shape = inputs[name ?? ""];
    if (shape === undefined) continue; // older files list constants among the inputs
    values.set(name ?? "", valueOf(type?.tensorType?.elemType, shape));
  }
  for (const tensor of graph.initializer ?? []) {
    const value = valueOf(tensor.dataType, (tensor.dims ?? []).map(Number));
    values.set(tensor.name ?? "", { ...value, integers: integersOf(tensor, value) });
  }
  return (graph.node ?? []).reduce((total, node) => total + macsOfNode(node, values), 0);
}

/** Infers a node's output, records it, and counts its operations. */
function macsOfNode(node: onnx.INodeProto, values: Values): number {
  const operator = node.opType ?? "";
  ensure(isKnown(operator), `unknown operator ${operator}`);
  const { arity, infer, attributes: kinds } = ruleOf(operator);
  const given = (node.input ?? []).map((name) =>
    name === "" ? undefined : valueNamed(name, values)
  );
  const required = "atLeast" in arity ? given.length : arity.required;
  const present = given.slice(0, required).filter((value) => value !== undefined);
  const attributes = Object.fromEntries(
    (node.attribute ?? []).flatMap((attribute) => {
      const { name = "" } = attribute;
      return Object.hasOwn(kinds, name!) ? [[name, attributeValue(attribute, kinds[name!]!)]] : [];
    }),
  );
  const result = infer(present, { attributes, optional: given.slice(required) });
  values.set(node.output?.[0] ?? "", result);
  return macsOf(operator, { inputs: present, output: result.shape, attributes });
}

function macsOf(
  operator: OperatorName,
  { inputs: [first, second], output, attributes }: {
    inputs: readonly ValueType[];
    output: Shape;
    attributes: { readonly transA?: unknown };
  },
): number {
  switch (operator) {
    case "Conv": // each output sums over the window and its group's channels
      return count(output) * count(second!.shape.slice(1));
    case "Gemm":
      return count(output) * count([first!.shape[attributes.transA ? 0 : 1]!]);
    case "MatMul":
      return count(output) * count(first!.shape.slice(-1));
    default:
      return 0;
  }
}

function count(shape: Shape): number {
  return shape.reduce((total: number, side) => {
    ensure(typeof side === "number", `dimension ${side} is dynamic`);
    return total * side;
  }, 1);
}

function isKnown(name: string): name is OperatorName {
  return Object.hasOwn(OPERATORS, name);
}

function valueNamed(name: string, values: Values): ValueType {
  const value = values.get(name);
  ensure(value !== undefined, `the shape of ${name} is unknown`);
  return value;
}

function valueOf(code: number | null | undefined, shape: Shape): ValueType {
  return { type: typeOf(code), shape, integers: null };
}

function typeOf(code: number | null | undefined): ElementType {
  const found = Object.entries(ELEMENT_TYPES).find(([, type]) => type.code === code);
  ensure(found !== undefined, `unknown element type ${code}`);
  return found[0] as ElementType;
}

/** Reads an int64 list, such as axes and shapes. */
function integersOf({ rawData, int64Data }: onnx.ITensorProto, { type, shape }: ValueType) {
  if (type !== "int64" || shape.length > 1) return null;
  if (!rawData?.length) return (int64Data ?? []).map(Number);
  const bytes = Uint8Array.from(rawData); // copied: the bytes may be unaligned
  return Array.from(new BigInt64Array(bytes.buffer), Number);
}

function attributeValue(
  { i, f, ints, s }: onnx.IAttributeProto,
  kind: AttributeKind,
): AttributeValues[AttributeKind] {
  switch (kind) {
    case "int":
      return Number(i ?? 0);
    case "float":
      return f ?? 0;
    case "ints":
      return (ints ?? []).map(Number);
    case "string":
      return new TextDecoder().decode(s ?? new Uint8Array());
    case "type":
      return typeOf(Number(i ?? 0));
    default:
      return kind satisfies never;
  }
}
