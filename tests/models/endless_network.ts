import protobuf, { type onnx } from "onnx-proto";

const { AttributeProto, ModelProto, TensorProto } = protobuf.onnx;
const { FLOAT, INT64, BOOL } = TensorProto.DataType;

/** A named value of a graph; `null` among its sides: dynamic. */
function value(
  name: string,
  elemType: number,
  sides: readonly (number | string)[],
): onnx.IValueInfoProto {
  const dim = sides.map((side) =>
    typeof side === "string" ? { dimParam: side } : { dimValue: side }
  );
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/**
 * A valid classifier that never comes to an end: a loop without a last round, around the mean of the red channel.
 * @param size side of the faces, pixels
 */
export function endlessNetwork(size: number): Uint8Array {
  const body: onnx.IGraphProto = {
    name: "round",
    input: [value("round", INT64, []), value("on", BOOL, []), value("before", FLOAT, ["batch", 1])],
    output: [value("on_again", BOOL, []), value("after", FLOAT, ["batch", 1])],
    node: [
      { opType: "Identity", input: ["on"], output: ["on_again"] },
      { opType: "Sigmoid", input: ["before"], output: ["after"] },
    ],
  };
  const weights = Float32Array.of(1, 0, 0);
  return ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ domain: "", version: 17 }],
    graph: {
      name: "endless",
      input: [value("image", FLOAT, ["batch", 3, size, size])],
      output: [value("logit", FLOAT, ["batch", 1])],
      initializer: [
        {
          name: "red",
          dataType: FLOAT,
          dims: [1, 3, 1, 1],
          rawData: new Uint8Array(weights.buffer),
        },
        { name: "true", dataType: BOOL, dims: [], rawData: Uint8Array.of(1) },
      ],
      node: [
        { opType: "Conv", input: ["image", "red"], output: ["channel"] },
        { opType: "GlobalAveragePool", input: ["channel"], output: ["mean"] },
        { opType: "Flatten", input: ["mean"], output: ["start"] },
        {
          opType: "Loop",
          input: ["", "true", "start"],
          output: ["logit"],
          attribute: [{ name: "body", type: AttributeProto.AttributeType.GRAPH, g: body }],
        },
      ],
    },
  }).finish();
}
