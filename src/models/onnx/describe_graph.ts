import type { onnx } from "onnx-proto";
import { externalFilesOf } from "./graph_tensors.ts";
import { type FinalActivation, finalActivation } from "./final_activation.ts";
import { type GraphScope, modelScope } from "./graph_scope.ts";
import { inputRescale, ownNormalisation } from "./input_rescale.ts";
import { linearEnd } from "./linear_end.ts";
import { outputColumns } from "./output_columns.ts";
import type { OnnxModel } from "./onnx_file.ts";
import { trainingNode } from "./training_node.ts";
import { typeName } from "./type_names.ts";

/** An input or output as the file declares it. */
export interface DeclaredTensor {
  readonly name: string;
  /** Element type, such as `float32`. */
  readonly type: string;
  /** Dimensions: a number, the name of a free one, or `null` for a free one without a name; `null`: not stated. */
  readonly shape: readonly (number | string | null)[] | null;
}

/** An input, and what the graph does with it first. */
export interface DescribedInput extends DeclaredTensor {
  /** Factor that its values are multiplied by first, such as 1/255; 1: none; `null`: normalised in another way. */
  readonly rescale: number | null;
  /** Operator by which the graph normalises it itself, such as `Sub` of a mean; left out: none is recognised. */
  readonly normalises?: string;
}

/** An output, and what the operators before it make of it. */
export interface DescribedOutput extends DeclaredTensor {
  /** Numbers for each face; `null`: not known before it is run. */
  readonly columns: number | null;
  /** `null`: none is recognised, so the values are logits or something else. */
  readonly activation: FinalActivation | null;
  /** Operator of the linear layer that its values come from unchanged, so that they are logits; `null`: none. */
  readonly linear: string | null;
}

/** Facts of an ONNX file that need no run. Plain data, so that they can be stored. */
export interface GraphDescription {
  /** Version of the format, and of ONNX's operators; `null`: the file names none. */
  readonly irVersion: number;
  readonly opset: number | null;
  /** Domains of further operators, such as `com.microsoft`. */
  readonly domains: readonly string[];
  /** Program that wrote the file, and its version. */
  readonly producer: string;
  /** Inputs that a caller gives; older files list constants among them, which are left out. */
  readonly inputs: readonly DescribedInput[];
  readonly outputs: readonly DescribedOutput[];
  /** Fixed first dimension of the first input: faces in every call; `null`: any number. */
  readonly batch: number | null;
  /** A node that behaves as in training, such as a normalisation by the batch; `null`: none. */
  readonly training: string | null;
  /** Files beside the model that contain its constants, as the model names them, sorted. */
  readonly externalFiles: readonly string[];
}

/** Describes what an ONNX file takes and gives, without running it. */
export function describeGraph(model: OnnxModel): GraphDescription {
  const { graph, opsetImport } = model;
  const constants = new Set(graph.initializer?.map(({ name }) => name));
  const scope = modelScope(model);
  const inputs = (graph.input ?? []).filter(({ name }) => !constants.has(name))
    .map((value) => describeInput(value, scope));
  const first = inputs[0]?.shape?.[0];
  const batch = typeof first === "number" ? first : null;
  const opset = opsetImport?.find(({ domain }) => isDefault(domain))?.version;
  return {
    irVersion: Number(model.irVersion ?? 0),
    opset: opset === undefined || opset === null ? null : Number(opset),
    domains: (opsetImport ?? []).flatMap(({ domain }) => isDefault(domain) ? [] : [domain!]),
    producer: [model.producerName, model.producerVersion].filter(Boolean).join(" "),
    inputs,
    outputs: describeOutputs(graph, { batch, scope }),
    batch,
    training: trainingNode(model),
    externalFiles: externalFilesOf(graph),
  };
}

function describeInput(value: onnx.IValueInfoProto, scope: GraphScope): DescribedInput {
  const input = declared(value);
  const normalises = ownNormalisation(input.name, scope);
  return {
    ...input,
    rescale: inputRescale(input.name, scope),
    ...(normalises === null ? {} : { normalises }),
  };
}

function describeOutputs(
  graph: onnx.IGraphProto,
  { batch, scope }: { readonly batch: number | null; readonly scope: GraphScope },
): DescribedOutput[] {
  return (graph.output ?? []).map((value) => {
    const output = declared(value);
    return {
      ...output,
      columns: outputColumns(output, { batch, scope }),
      activation: finalActivation(output.name, scope),
      linear: linearEnd(output.name, scope),
    };
  });
}

function declared({ name, type }: onnx.IValueInfoProto): DeclaredTensor {
  const tensor = type?.tensorType;
  const sides = tensor?.shape?.dim;
  return {
    name: name ?? "",
    type: tensor ? typeName(tensor.elemType) : "no tensor",
    shape: tensor?.shape ? (sides ?? []).map(sideOf) : null,
  };
}

function sideOf({ dimValue, dimParam }: onnx.TensorShapeProto.IDimension): number | string | null {
  const fixed = Number(dimValue ?? 0);
  return fixed > 0 ? fixed : dimParam || null; // some exporters write 0 or -1 for a free dimension
}

function isDefault(domain: string | null | undefined): boolean {
  return !domain || domain === "ai.onnx";
}
