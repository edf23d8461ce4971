import protobuf, { type onnx } from "onnx-proto";

const { AttributeProto, ModelProto, TensorProto } = protobuf.onnx;
const { AttributeType } = AttributeProto;

/** Codes of element types in the format. */
export const { FLOAT, UINT8, INT8, INT64, FLOAT16, DOUBLE } = TensorProto.DataType;

/** Faces of the made network, pixels. */
export const EXPORT_SIZE = 16;

type Side = number | string;

/** How the made network is exported. */
export interface MadeExport {
  /** Its logits: one, or two whose softmax gives the same P(fake); default 1. */
  readonly logits?: 1 | 2;
  /** Nodes from `logits` to `score`; default: they are one. */
  readonly head?: readonly onnx.INodeProto[];
  /** Further constants. */
  readonly constants?: readonly onnx.ITensorProto[];
  /** First side of the input; default free. */
  readonly batch?: Side;
  readonly layout?: "NCHW" | "NHWC";
  readonly inputType?: number;
  readonly outputType?: number;
  /** Declared shape of `score`; `null`: not stated; default `[batch, logits]`. */
  readonly outputShape?: readonly Side[] | null;
  /** Changes the model before it is written. */
  readonly change?: (model: onnx.IModelProto & { graph: onnx.IGraphProto }) => void;
}

/** Makes a node. @param attributes integers, lists of integers or numbers, by name */
export function node(
  opType: string,
  [inputs, outputs]: readonly [string, string],
  attributes: Readonly<Record<string, number | readonly number[]>> = {},
): onnx.INodeProto {
  return {
    opType,
    input: inputs.split(" "),
    output: outputs.split(" "),
    attribute: Object.entries(attributes).map(([name, value]) =>
      typeof value === "number"
        ? { name, type: AttributeType.INT, i: value }
        : { name, type: AttributeType.INTS, ints: [...value] }
    ),
  };
}

/** Makes a float32 constant. */
export function floats(name: string, numbers: readonly number[], dims?: readonly number[]) {
  const rawData = new Uint8Array(Float32Array.from(numbers).buffer);
  return { name, dataType: FLOAT, dims: [...dims ?? [numbers.length]], rawData };
}

/** Makes an int64 constant. */
export function integers(name: string, numbers: readonly number[]) {
  const rawData = new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
  return { name, dataType: INT64, dims: [numbers.length], rawData };
}

function value(
  name: string,
  { type, shape }: { type: number; shape: readonly Side[] | null },
): onnx.IValueInfoProto {
  const dim = shape?.map((side) =>
    typeof side === "string" ? { dimParam: side } : { dimValue: side }
  );
  return { name, type: { tensorType: { elemType: type, ...(dim ? { shape: { dim } } : {}) } } };
}

/**
 * Makes an ONNX file: `image` through one convolution, averaged, to `logits`, and through a head to `score`. All
 * its forms compute the same P(fake), which the tests compare.
 */
export function madeExport(made: MadeExport = {}): Uint8Array {
  const { batch = "batch", logits = 1, layout = "NCHW", inputType = FLOAT } = made;
  const side = EXPORT_SIZE;
  const shape = layout === "NCHW" ? [batch, 3, side, side] : [batch, side, side, 3];
  const { outputShape = [batch, logits], outputType = FLOAT } = made;
  const head = made.head ?? [node("Identity", ["logits", "score"])];
  const model = {
    irVersion: 8,
    producerName: "tests",
    opsetImport: [{ domain: "", version: 17 }],
    graph: {
      name: "export",
      input: [value("image", { type: inputType, shape })],
      output: [value("score", { type: outputType, shape: outputShape })],
      initializer: [...weights(logits), ...made.constants ?? []],
      node: [...body(layout, inputType), ...head],
    },
  };
  made.change?.(model);
  return ModelProto.encode(model).finish();
}

function body(layout: "NCHW" | "NHWC", inputType: number): onnx.INodeProto[] {
  const cast = inputType === FLOAT ? [] : [node("Cast", ["image", "floats"], { to: FLOAT })];
  const from = inputType === FLOAT ? "image" : "floats";
  const turned = layout === "NCHW"
    ? []
    : [node("Transpose", [from, "planes"], { perm: [0, 3, 1, 2] })];
  return [
    ...cast,
    ...turned,
    node("Conv", [`${layout === "NCHW" ? from : "planes"} kernel`, "features"]),
    node("Relu", ["features", "bent"]),
    node("GlobalAveragePool", ["bent", "means"]),
    node("Flatten", ["means", "flat"]),
    node("Gemm", ["flat matrix bias", "logits"], { transB: 1 }),
  ];
}

/** Weights of uneven signs; with two logits the first is zero. */
function weights(logits: 1 | 2): onnx.ITensorProto[] {
  const kernel = Array.from({ length: 4 * 3 * 3 * 3 }, (_, i) => ((i * 0.618) % 1 - 0.45) / 2);
  const row = [1.3, -0.9, 2.1, -1.7];
  const zeros = logits === 2 ? [0, 0, 0, 0] : [];
  return [
    floats("kernel", kernel, [4, 3, 3, 3]),
    floats("matrix", [...zeros, ...row], [logits, 4]),
    floats("bias", [...(logits === 2 ? [0] : []), 0.2]),
  ];
}
