import type { onnx } from "onnx-proto";
import { type GraphEdits, NO_EDITS } from "./edit_model.ts";
import { ELEMENT_TYPES } from "./element_type.ts";
import type { OnnxModel } from "./onnx_file.ts";
import { typeName } from "./type_names.ts";

const FLOAT32 = ELEMENT_TYPES.float32.code;

/** Edits that let a graph take and give float32, and a sentence about each. */
export interface Conversions {
  readonly edits: GraphEdits;
  readonly notes: readonly string[];
}

/**
 * Makes the edits that convert an input and an output of other types from and to float32 with a Cast. Both keep
 * their names; inside the graph the values are renamed.
 */
export function conversions(
  { graph }: OnnxModel,
  { input, output }: { readonly input: string; readonly output: string },
): Conversions {
  const fed = graph.input?.find(({ name }) => name === input);
  const read = graph.output?.find(({ name }) => name === output);
  const [before, after] = [fed, read].map((value) => value && codeOf(value) !== FLOAT32);
  const [inside, outside] = [freeName(graph, input), freeName(graph, output)];
  return {
    edits: {
      ...NO_EDITS,
      before: before ? [cast([input, inside], codeOf(fed!))] : [],
      after: after ? [cast([outside, output], FLOAT32)] : [],
      inputs: new Map(before ? [[input, asFloat32(fed!)]] : []),
      outputs: new Map(after ? [[output, asFloat32(read!)]] : []),
      renamed: new Map([
        ...before ? [[input, inside] as const] : [],
        ...after ? [[output, outside] as const] : [],
      ]),
    },
    notes: [
      ...before
        ? [`Input "${input}" is ${typeName(codeOf(fed!))}: a Cast from float32 was added.`]
        : [],
      ...after
        ? [`Output "${output}" is ${typeName(codeOf(read!))}: a Cast to float32 was added.`]
        : [],
    ],
  };
}

function codeOf({ type }: onnx.IValueInfoProto): number {
  return type?.tensorType?.elemType ?? 0;
}

function asFloat32(value: onnx.IValueInfoProto): onnx.IValueInfoProto {
  return { ...value, type: { tensorType: { ...value.type?.tensorType, elemType: FLOAT32 } } };
}

function cast([from, to]: readonly [string, string], type: number): onnx.INodeProto {
  return {
    opType: "Cast",
    input: [from],
    output: [to],
    attribute: [{ name: "to", type: 2, i: type }],
  };
}

/** Finds a name for a value inside the graph that nothing has yet. */
function freeName({ node, initializer }: onnx.IGraphProto, name: string): string {
  const taken = new Set([
    ...(node ?? []).flatMap(({ output }) => output ?? []),
    ...(initializer ?? []).map((tensor) => tensor.name),
  ]);
  let free = `${name}_unconverted`;
  while (taken.has(free)) free += "_";
  return free;
}
