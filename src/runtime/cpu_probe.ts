/**
 * An ONNX file with one convolution. How ONNX Runtime lays out its weights when it optimises it shows the
 * CPU's instruction set. (A CPU's name does not: machines in clouds share names and differ in AVX-512.)
 */
export function cpuProbe(): Uint8Array {
  const weights = Float32Array.from({ length: CHANNELS * CHANNELS }, (_, i) => i); // all different
  const image = [1, CHANNELS, 1, 1];
  const graph = [
    ...bytes(1, [
      ...text(1, "image"),
      ...text(1, "weights"),
      ...text(2, "out"),
      ...text(4, "Conv"),
    ]),
    ...text(2, "probe"),
    ...bytes(5, [
      ...[CHANNELS, CHANNELS, 1, 1].flatMap((side) => number(1, side)),
      ...number(2, FLOAT),
      ...text(8, "weights"),
      ...bytes(9, new Uint8Array(weights.buffer)),
    ]),
    ...bytes(11, tensor("image", image)),
    ...bytes(12, tensor("out", image)),
  ];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 18))]);
}

/** Two blocks of AVX-512, so that each layout orders the weights in its own way. */
const CHANNELS = 32;

/** ONNX's code of float32. */
const FLOAT = 1;

/** A `ValueInfoProto`. */
function tensor(name: string, sides: readonly number[]): number[] {
  const shape = sides.flatMap((side) => bytes(1, number(1, side)));
  return [...text(1, name), ...bytes(2, bytes(1, [...number(1, FLOAT), ...bytes(2, shape)]))];
}

/** A protobuf field that holds bytes or a message. */
function bytes(field: number, content: ArrayLike<number>): number[] {
  return [(field << 3) | 2, ...varint(content.length), ...Array.from(content)];
}

function text(field: number, content: string): number[] {
  return bytes(field, new TextEncoder().encode(content));
}

function number(field: number, value: number): number[] {
  return [field << 3, ...varint(value)];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
