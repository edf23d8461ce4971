import type { onnx } from "onnx-proto";
import type { StreamedTensor } from "../model_stream.ts";
import { type HalfRule, halfRule, isShared, readsShapeOnly } from "./half_rules.ts";
import type { RoundingCount } from "./half_tensor.ts";
import { FLOAT32, outputTypes, type TypeCode } from "./output_types.ts";
import { ValueForms } from "./value_forms.ts";

/** A graph in float16, and its constants. */
export interface HalfGraph {
  readonly graph: onnx.IGraphProto;
  readonly tensors: readonly StreamedTensor[];
  /** Rounding statistics; complete once all messages of `tensors` were created. */
  readonly rounding: RoundingCount;
  /** Nodes that run in float16. */
  readonly halfNodes: number;
}

/**
 * Converts a graph node by node: a node with a float16 rule runs in float16 if all its floating-point inputs
 * are known to be float32; all others are unchanged. The graph's inputs and outputs keep their types.
 * @param graph without subgraphs and operators of other domains
 * @throws RangeError when a node uses a value that is not defined before it
 */
export function convertGraph(graph: onnx.IGraphProto): HalfGraph {
  const values = new ValueForms(graph);
  const inputs = inputsWithoutDefault(graph);
  for (const tensor of graph.initializer ?? []) values.addConstant(tensor);
  for (const input of inputs) values.addUnchanged(input.name ?? "", declaredType(input));
  const declared = new Map(
    [...graph.valueInfo ?? [], ...graph.output ?? []].map((info) => [
      info.name ?? "",
      declaredType(info),
    ]),
  );
  const halves = (graph.node ?? []).filter((node) => convertNode(values, node, { declared }));
  for (const { name } of graph.output ?? []) values.named(name ?? "", "float32");
  return {
    graph: {
      ...graph,
      input: inputs,
      node: values.nodes,
      initializer: [],
      valueInfo: (graph.valueInfo ?? []).flatMap((info) => retyped(values, info)),
    },
    tensors: values.tensors,
    rounding: values.rounding,
    halfNodes: halves.length,
  };
}

/** Lists the inputs that are not constants: before IR version 4 constants were listed as inputs too. */
function inputsWithoutDefault({ input, initializer }: onnx.IGraphProto): onnx.IValueInfoProto[] {
  const constants = new Set(initializer?.map(({ name }) => name));
  return (input ?? []).filter(({ name }) => !constants.has(name));
}

function declaredType({ type }: onnx.IValueInfoProto): TypeCode {
  return type?.tensorType?.elemType ?? null;
}

interface Context {
  /** Types of values declared in the original graph. */
  readonly declared: ReadonlyMap<string, TypeCode>;
}

/** Converts a node. @returns whether it runs in float16 */
function convertNode(values: ValueForms, node: onnx.INodeProto, context: Context): boolean {
  const types = (node.input ?? []).map((name) => name === "" ? null : values.typeOf(name));
  const given = outputTypes(node, types);
  const [name = ""] = node.output ?? [];
  if (node.opType === "Constant" && given[0] === FLOAT32) {
    values.addConstant({ ...constantTensor(node), name });
    return false;
  }
  if (node.opType === "Cast" && given[0] !== null && types[0] !== null) {
    convertCast(values, node, given[0]!);
    return false;
  }
  return convertOperator(values, node, { ...context, given });
}

function convertOperator(
  values: ValueForms,
  node: onnx.INodeProto,
  { declared, given }: Context & { readonly given: readonly TypeCode[] },
): boolean {
  const operator = node.opType ?? "";
  const inputs = node.input ?? [];
  const rule = halfRule(operator);
  const half = rule !== null && runsInHalf(rule, inputs, values);
  const input = inputs.map((name, place) =>
    readsShapeOnly(operator)
      ? values.origin(name).name
      : values.named(name, half && isShared(rule, place) ? "float16" : "float32")
  );
  const output = (node.output ?? []).map((name, place) => {
    const type = given[place] ?? declared.get(name) ?? null;
    return half && type === FLOAT32 ? values.addHalf(name) : values.addUnchanged(name, type);
  });
  values.nodes.push({ ...node, input, output });
  return half;
}

function runsInHalf(rule: HalfRule, inputs: readonly string[], values: ValueForms): boolean {
  const shared = inputs.filter((name, place) => name !== "" && isShared(rule, place));
  return shared.every((name) => values.typeOf(name) === FLOAT32) &&
    (rule.when === "always" || shared.some((name) => values.isHalf(name)));
}

/** Converts a cast, which starts from the origin of its input, in whichever form that exists. */
function convertCast(values: ValueForms, node: onnx.INodeProto, to: number): void {
  const from = (node.input ?? [])[0]!;
  const name = (node.output ?? [])[0]!;
  if (to === FLOAT32) return values.addCast(name, from);
  const input = [values.origin(from).name];
  values.nodes.push({ ...node, input, output: [values.addUnchanged(name, to)] });
}

/** Returns the tensor of a node that outputs a float32 constant. */
function constantTensor({ attribute }: onnx.INodeProto): onnx.ITensorProto {
  const given = attribute?.[0];
  if (given?.t) return given.t;
  if (given?.name === "value_float") {
    return { dataType: FLOAT32, dims: [], floatData: [given.f ?? 0] };
  }
  const numbers = given?.floats ?? [];
  return { dataType: FLOAT32, dims: [numbers.length], floatData: numbers };
}

/** Adapts a value's declared type; its shape stays valid. Values that may no longer exist are dropped. */
function retyped(values: ValueForms, info: onnx.IValueInfoProto): onnx.IValueInfoProto[] {
  const elemType = values.typeInNewGraph(info.name ?? "");
  if (elemType === null) return [];
  return [{ ...info, type: { tensorType: { ...info.type?.tensorType, elemType } } }];
}
