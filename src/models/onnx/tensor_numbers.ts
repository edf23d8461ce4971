import type { onnx } from "onnx-proto";
import { ELEMENT_TYPES } from "./element_type.ts";

const { float32, float16, float64, int32, int64 } = ELEMENT_TYPES;

/** Reads a tensor of one element as a number; `null`: it has another count, or another type. */
export function singleNumber(tensor: onnx.ITensorProto): number | null {
  const count = (tensor.dims ?? []).reduce((product, side) => product * Number(side), 1);
  if (count !== 1) return null;
  const { rawData, floatData, doubleData, int32Data, int64Data } = tensor;
  if (rawData?.length) return rawNumber(Uint8Array.from(rawData), tensor.dataType ?? 0);
  const written = floatData?.[0] ?? doubleData?.[0] ?? int64Data?.[0];
  if (written !== undefined) return Number(written);
  return tensor.dataType === int32.code ? int32Data?.[0] ?? null : null;
}

function rawNumber(bytes: Uint8Array<ArrayBuffer>, code: number): number | null {
  const view = new DataView(bytes.buffer);
  const needed = Object.values(ELEMENT_TYPES).find((type) => type.code === code)?.bytes;
  if (needed !== view.byteLength) return null;
  switch (code) {
    case float32.code:
      return view.getFloat32(0, true);
    case float16.code:
      return view.getFloat16(0, true);
    case float64.code:
      return view.getFloat64(0, true);
    case int32.code:
      return view.getInt32(0, true);
    case int64.code:
      return Number(view.getBigInt64(0, true));
    default:
      return null;
  }
}
