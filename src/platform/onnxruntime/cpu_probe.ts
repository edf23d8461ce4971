/**
 * Builds an ONNX file with one convolution. The layout that ONNX Runtime gives its weights when it optimises
 * the graph reveals the CPU's instruction set. (The CPU's name does not: cloud machines share names and differ
 * in AVX-512.)
 */
export function cpuProbe(): Uint8Array {
  const weights = Float32Array.from({ length: CHANNELS * CHANNELS }, (_, i) => i); // all different
  const image = [1, CHANNELS, 1, 1];
  const graph = message(
    bytes(1, message(text(1, "image"), text(1, "weights"), text(2, "out"), text(4, "Conv"))),
    text(2, "probe"),
    bytes(
      5,
      message(
        ...[CHANNELS, CHANNELS, 1, 1].map((side) => number(1, side)),
        number(2, FLOAT),
        text(8, "weights"),
        bytes(9, new Uint8Array(weights.buffer)),
      ),
    ),
    bytes(11, tensor("image", image)),
    bytes(12, tensor("out", image)),
  );
  return message(number(1, 8), bytes(7, graph), bytes(8, number(2, 18)));
}

/** Two AVX-512 blocks of channels, so that each layout orders the weights differently. */
const CHANNELS = 32;

/** Code of float32 in ONNX. */
const FLOAT = 1;

/** Encodes a `ValueInfoProto`. */
function tensor(name: string, sides: readonly number[]): Uint8Array {
  const shape = message(...sides.map((side) => bytes(1, number(1, side))));
  const type = message(number(1, FLOAT), bytes(2, shape));
  return message(text(1, name), bytes(2, bytes(1, type)));
}

/** Encodes a protobuf field that holds bytes or a message. */
function bytes(field: number, content: Uint8Array): Uint8Array {
  return message(Uint8Array.of((field << 3) | 2, ...varint(content.length)), content);
}

function text(field: number, content: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(content));
}

function number(field: number, value: number): Uint8Array {
  return Uint8Array.of(field << 3, ...varint(value));
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

/** Concatenates the fields of a protobuf message. */
function message(...fields: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(fields.reduce((sum, field) => sum + field.length, 0));
  let end = 0;
  for (const field of fields) {
    whole.set(field, end);
    end += field.length;
  }
  return whole;
}
