import type { onnx } from "onnx-proto";
import type { StreamedTensor } from "../model_stream.ts";
import { type HalfRule, halfRule, isShared, readsShapeOnly } from "./half_rules.ts";
import type { RoundingCount } from "./half_tensor.ts";
import { FLOAT32, outputTypes, type TypeCode } from "./output_types.ts";
import { ValueForms } from "./value_forms.ts";

/** A graph in float16, its constants beside it. */
export interface HalfGraph {
  readonly graph: onnx.IGraphProto;
  readonly tensors: readonly StreamedTensor[];
  /** Complete when all messages of `tensors` were made. */
  readonly rounding: RoundingCount;
  /** Nodes that run in float16. */
  readonly halfNodes: number;
}

/**
 * Rewrites a graph node by node: each that has a rule for it runs in float16 when all its floating-point inputs
 * are known to be float32, and all others as they did. Inputs and outputs of the graph keep their types.
 * @param graph without subgraphs and operators of other domains
 * @throws RangeError when a node uses what nothing before it gives
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

/** Before IR version 4 constants were listed as inputs too. */
function inputsWithoutDefault({ input, initializer }: onnx.IGraphProto): onnx.IValueInfoProto[] {
  const constants = new Set(initializer?.map(({ name }) => name));
  return (input ?? []).filter(({ name }) => !constants.has(name));
}

function declaredType({ type }: onnx.IValueInfoProto): TypeCode {
  return type?.tensorType?.elemType ?? null;
}

interface Context {
  /** Types that the original says values have. */
  readonly declared: ReadonlyMap<string, TypeCode>;
}

/** @returns whether the node runs in float16 */
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

/** A cast starts from what its input is made from, in whatever form that is. */
function convertCast(values: ValueForms, node: onnx.INodeProto, to: number): void {
  const from = (node.input ?? [])[0]!;
  const name = (node.output ?? [])[0]!;
  if (to === FLOAT32) return values.addCast(name, from);
  const input = [values.origin(from).name];
  values.nodes.push({ ...node, input, output: [values.addUnchanged(name, to)] });
}

/** What a node that gives a float32 constant gives. */
function constantTensor({ attribute }: onnx.INodeProto): onnx.ITensorProto {
  const given = attribute?.[0];
  if (given?.t) return given.t;
  if (given?.name === "value_float") {
    return { dataType: FLOAT32, dims: [], floatData: [given.f ?? 0] };
  }
  const numbers = given?.floats ?? [];
  return { dataType: FLOAT32, dims: [numbers.length], floatData: numbers };
}

/** What is said of a value's shape stays true; its type may not. Values that may be gone are left out. */
function retyped(values: ValueForms, info: onnx.IValueInfoProto): onnx.IValueInfoProto[] {
  const elemType = values.typeInNewGraph(info.name ?? "");
  if (elemType === null) return [];
  return [{ ...info, type: { tensorType: { ...info.type?.tensorType, elemType } } }];
}
