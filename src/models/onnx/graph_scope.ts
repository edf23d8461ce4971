import type { onnx } from "onnx-proto";
import type { OnnxModel } from "./onnx_file.ts";

/** The nodes of a graph, or of a function's body within the graph that calls it. */
export interface GraphScope {
  /** Node that computes a value, by the value's name. */
  readonly nodes: ReadonlyMap<string, onnx.INodeProto>;
  readonly constants: ReadonlyMap<string, onnx.ITensorProto>;
  readonly functions: ReadonlyMap<string, onnx.IFunctionProto>;
  /** Of a function's body: the values that its inputs stand for. */
  readonly outer:
    | { readonly scope: GraphScope; readonly names: ReadonlyMap<string, string> }
    | null;
}

/** Makes the scope of a model's graph. */
export function modelScope({ graph, functions }: OnnxModel): GraphScope {
  return {
    ...contents(graph.node ?? []),
    constants: new Map([
      ...constantNodes(graph.node ?? []),
      ...(graph.initializer ?? []).map((tensor) => [tensor.name ?? "", tensor] as const),
    ]),
    functions: new Map(
      (functions ?? []).map((made) => [callName(made.domain, made.name), made] as const),
    ),
    outer: null,
  };
}

/** Makes the scope of the body of the function that a node calls; `null`: the node is an operator. */
export function calledScope(node: onnx.INodeProto, scope: GraphScope): GraphScope | null {
  const called = scope.functions.get(callName(node.domain, node.opType));
  if (called === undefined) return null;
  const names = new Map((called.input ?? []).map((name, i) => [name, node.input?.[i] ?? ""]));
  return {
    ...contents(called.node ?? []),
    constants: constantNodes(called.node ?? []),
    functions: scope.functions,
    outer: { scope, names },
  };
}

/** Returns the name inside a function for an output of the node that calls it. */
export function calledOutput(node: onnx.INodeProto, name: string, scope: GraphScope): string {
  const called = scope.functions.get(callName(node.domain, node.opType));
  return called?.output?.[(node.output ?? []).indexOf(name)] ?? "";
}

function contents(nodes: readonly onnx.INodeProto[]) {
  return {
    nodes: new Map(nodes.flatMap((node) => (node.output ?? []).map((name) => [name, node]))),
  };
}

function constantNodes(nodes: readonly onnx.INodeProto[]): Map<string, onnx.ITensorProto> {
  return new Map(nodes.flatMap(({ opType, output, attribute }) => {
    const tensor = opType === "Constant" ? attribute?.find(({ t }) => t)?.t : null;
    return tensor ? [[output?.[0] ?? "", tensor] as const] : [];
  }));
}

function callName(domain: string | null | undefined, name: string | null | undefined): string {
  return `${domain ?? ""}:${name ?? ""}`;
}
