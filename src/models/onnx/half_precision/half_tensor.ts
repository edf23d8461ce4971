import protobuf, { type onnx } from "onnx-proto";
import { ELEMENT_TYPES } from "../element_type.ts";
import type { StreamedTensor } from "../model_stream.ts";

/** Counts of a model's constants by the effect of rounding to float16. */
export interface RoundingCount {
  /** All rounded numbers. */
  rounded: number;
  /** Numbers beyond float16's range, which became ±65504. */
  clamped: number;
  /** Non-zero numbers below float16's smallest (6e-8), which became 0. */
  flushed: number;
}

/** Protobuf tag of a tensor's bytes: field 9, wire type 2. */
const TENSOR_RAW_DATA = (9 << 3) | 2;

/** The largest finite float16. */
const LARGEST_HALF = 65504;

/** Passes a constant through unchanged. */
export function keptTensor(tensor: onnx.ITensorProto): StreamedTensor {
  const encoded = () => protobuf.onnx.TensorProto.encode(tensor);
  return { byteLength: encoded().len, message: () => encoded().finish() };
}

/**
 * Converts a float32 constant to float16: round to nearest, ties to even; infinities are kept. Creating the
 * message adds to `count`.
 * @throws RangeError when the numbers do not fill the shape
 */
export function halfTensor(
  tensor: onnx.ITensorProto,
  { name, count }: { readonly name: string; readonly count: RoundingCount },
): StreamedTensor {
  const length = 2 * numberCount(tensor);
  const head = protobuf.onnx.TensorProto.encode({
    name,
    dims: tensor.dims ?? null,
    dataType: ELEMENT_TYPES.float16.code,
  }).uint32(TENSOR_RAW_DATA).uint32(length).finish();
  return {
    byteLength: head.length + length,
    message() {
      const halves = roundedToHalf(floatNumbers(tensor), count);
      const message = new Uint8Array(head.length + length);
      message.set(head);
      message.set(new Uint8Array(halves.buffer), head.length);
      return message;
    },
  };
}

function roundedToHalf(numbers: Float32Array, count: RoundingCount): Float16Array<ArrayBuffer> {
  const halves = new Float16Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    const beyond = Math.abs(number) > LARGEST_HALF && Number.isFinite(number);
    halves[i] = beyond ? Math.sign(number) * LARGEST_HALF : number;
    if (beyond) count.clamped += 1;
    if (halves[i] === 0 && number !== 0) count.flushed += 1;
  }
  count.rounded += numbers.length;
  return halves;
}

/** Counts the numbers. @throws RangeError unless the tensor has as many as its shape requires */
function numberCount({ name, dims, rawData, floatData }: onnx.ITensorProto): number {
  const count = (dims ?? []).reduce<number>((product, side) => product * Number(side), 1);
  const held = rawData?.length ? rawData.length / 4 : floatData?.length ?? 0;
  if (held === count) return count;
  throw new RangeError(`constant ${name} has ${held} numbers instead of ${count}`);
}

function floatNumbers({ rawData, floatData }: onnx.ITensorProto): Float32Array {
  if (!rawData?.length) return Float32Array.from(floatData ?? []);
  return new Float32Array(Uint8Array.from(rawData).buffer); // copied: views may be unaligned
}
