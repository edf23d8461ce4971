import assert from "node:assert/strict";
import fc from "fast-check";
import protobuf, { type onnx } from "onnx-proto";
import { halfTensor, keptTensor } from "../../../../src/models/onnx/half_precision/half_tensor.ts";
import type { StreamedTensor } from "../../../../src/models/onnx/model_stream.ts";
import { floats } from "./made_model.ts";

function halved(tensor: onnx.ITensorProto) {
  const count = { rounded: 0, clamped: 0, flushed: 0 };
  const { name, dims, dataType, rawData } = decoded(halfTensor(tensor, { name: "h", count }));
  assert.deepEqual([name, dataType], ["h", 10]);
  const numbers = [...new Float16Array(Uint8Array.from(rawData ?? []).buffer)];
  return { numbers, dims: dims?.map(Number), count };
}

function decoded(streamed: StreamedTensor): onnx.ITensorProto {
  const message = streamed.message();
  assert.equal(message.length, streamed.byteLength);
  return protobuf.onnx.TensorProto.decode(message);
}

Deno.test("numbers round to the nearest float16; those beyond its range are clamped", () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true })), (numbers) => {
      const { numbers: halves, dims, count } = halved(floats("w", [numbers.length], numbers));
      const expected = numbers.map((number) =>
        Math.max(-65504, Math.min(65504, Math.f16round(number)))
      );
      assert.deepEqual(halves, expected);
      assert.deepEqual(dims, [numbers.length]);
      assert.deepEqual(count, {
        rounded: numbers.length,
        clamped: numbers.filter((number) => Math.abs(number) > 65504).length,
        flushed: numbers.filter((number) => number !== 0 && Math.f16round(number) === 0).length,
      });
    }),
  );
});

Deno.test("subnormal numbers are kept, and those that became 0 are counted", () => {
  const { numbers, count } = halved(floats("w", [2, 2], [6e-8, 1e-6, 2e-8, 0]));
  assert.deepEqual(numbers, [2 ** -24, 17 * 2 ** -24, 0, 0]);
  assert.deepEqual(count, { rounded: 4, clamped: 0, flushed: 1 });
});

Deno.test("infinities stay", () => {
  const { numbers, count } = halved(floats("w", [2], [Infinity, -Infinity]));
  assert.deepEqual(numbers, [Infinity, -Infinity]);
  assert.equal(count.clamped, 0);
});

Deno.test("numbers kept as a list of floats are read too, also a single one without axes", () => {
  const single = { name: "w", dims: [], dataType: 1, floatData: [0.1] };
  assert.deepEqual(halved(single).numbers, [Math.f16round(0.1)]);
});

Deno.test("numbers that do not fill the shape are refused", () => {
  const count = { rounded: 0, clamped: 0, flushed: 0 };
  assert.throws(
    () => halfTensor(floats("w", [3], [1, 2]), { name: "w", count }),
    /constant w has 2 numbers instead of 3/,
  );
});

Deno.test("a kept constant is the same message", () => {
  const tensor = floats("w", [2], [1, 2]);
  const { name, dims, rawData } = decoded(keptTensor(tensor));
  assert.deepEqual([name, dims?.map(Number)], ["w", [2]]);
  assert.deepEqual(Uint8Array.from(rawData ?? []), tensor.rawData);
});
