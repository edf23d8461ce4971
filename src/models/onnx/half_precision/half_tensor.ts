import protobuf, { type onnx } from "onnx-proto";
import { ELEMENT_TYPES } from "../element_type.ts";
import type { StreamedTensor } from "../model_stream.ts";

/** What rounding to float16 did to a model's constants, in numbers. */
export interface RoundingCount {
  /** All that were rounded. */
  rounded: number;
  /** Finite but beyond float16's range: they became its largest, ±65504. */
  clamped: number;
  /** Not 0 but nearer to it than to float16's smallest, 6e-8: they became 0. */
  flushed: number;
}

/** Protobuf tag of a tensor's bytes: field 9, wire type 2. */
const TENSOR_RAW_DATA = (9 << 3) | 2;

/** The largest finite float16. */
const LARGEST_HALF = 65504;

/** A constant as it is. */
export function keptTensor(tensor: onnx.ITensorProto): StreamedTensor {
  const encoded = () => protobuf.onnx.TensorProto.encode(tensor);
  return { byteLength: encoded().len, message: () => encoded().finish() };
}

/**
 * A float32 constant in float16: each number the nearest, ties to even; infinities stay. Making the message
 * adds to `count`.
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

/** @throws RangeError unless the tensor holds as many numbers as its shape has. */
function numberCount({ name, dims, rawData, floatData }: onnx.ITensorProto): number {
  const count = (dims ?? []).reduce<number>((product, side) => product * Number(side), 1);
  const held = rawData?.length ? rawData.length / 4 : floatData?.length ?? 0;
  if (held === count) return count;
  throw new RangeError(`constant ${name} has ${held} numbers, not ${count}`);
}

function floatNumbers({ rawData, floatData }: onnx.ITensorProto): Float32Array {
  if (!rawData?.length) return Float32Array.from(floatData ?? []);
  return new Float32Array(Uint8Array.from(rawData).buffer); // a copy: views need not be aligned
}
