import protobuf from "onnx-proto";

/**
 * Moves the constants of an ONNX file into another file, as exporters do with large ones.
 * @param location name of that file in the model
 */
export function splitExport(
  bytes: Uint8Array,
  location: string,
): { readonly model: Uint8Array; readonly data: Uint8Array } {
  const model = protobuf.onnx.ModelProto.decode(bytes);
  const pieces: number[] = [];
  for (const tensor of model.graph!.initializer!) {
    const raw = Uint8Array.from(tensor.rawData!);
    tensor.externalData = [
      { key: "location", value: location },
      { key: "offset", value: `${pieces.length}` },
      { key: "length", value: `${raw.length}` },
    ];
    tensor.dataLocation = 1;
    tensor.rawData = new Uint8Array();
    pieces.push(...raw);
  }
  return { model: protobuf.onnx.ModelProto.encode(model).finish(), data: Uint8Array.from(pieces) };
}
