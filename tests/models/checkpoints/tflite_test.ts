import assert from "node:assert/strict";
import fc from "fast-check";
import { memorySource } from "../../../src/base/bytes.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { float32Values, readTflite } from "../../../src/models/checkpoints/tflite.ts";
import { madeTflite } from "../onnx/made_tflite.ts";

const FILE = madeTflite([
  { name: "input", shape: [1, 4], values: null },
  { name: "weights", shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, -6.5) },
  { name: "bias", shape: [2], values: Float32Array.of(0.25, 8) },
]);

const read = (bytes: Uint8Array) => readTflite(memorySource(bytes), "made.tflite");

Deno.test("tensors are read with name, shape and numbers, operators with code and tensors", () => {
  const { tensors, operators } = read(FILE);
  assert.deepEqual(tensors.map(({ name, shape }) => [name, shape]), [
    ["input", [1, 4]],
    ["weights", [2, 3]],
    ["bias", [2]],
  ]);
  assert.equal(tensors[0]!.data, null);
  assert.deepEqual(float32Values(tensors[1]!), Float32Array.of(1, 2, 3, 4, 5, -6.5));
  assert.deepEqual(operators, [{ code: 3, inputs: [0, -1], outputs: [2] }]);
});

Deno.test("numbers are copied from any place in the file, aligned or not", () => {
  const shifted = new Uint8Array(FILE.length + 1);
  shifted.set(FILE, 1);
  assert.deepEqual(float32Values(read(shifted.subarray(1)).tensors[2]!), Float32Array.of(0.25, 8));
});

Deno.test("an activation and a constant of the wrong length have no values", () => {
  assert.throws(() => float32Values(read(FILE).tensors[0]!), /input is not a float32 constant/);
  const short = madeTflite([{ name: "short", shape: [3], values: Float32Array.of(1, 2) }]);
  assert.throws(() => float32Values(read(short).tensors[0]!), /short has 8 bytes for \[3\]/);
});

Deno.test("a file cut off anywhere is refused with one clear error, or still has all its numbers", () => {
  const whole = read(FILE).tensors.map(({ data }) => data);
  for (let length = 0; length < FILE.length; length++) {
    const bytes = FILE.slice(0, length);
    try {
      assert.deepEqual(read(bytes).tensors.map(({ data }) => data), whole);
    } catch (error) {
      assertBroken(error);
    }
  }
});

Deno.test("garbage and files with changed bytes never end in another error", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => readOrBroken(bytes)));
  const change = fc.record({ at: fc.nat(FILE.length - 1), byte: fc.nat(255) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const bytes = FILE.slice();
      for (const { at, byte } of changes) bytes[at] = byte;
      readOrBroken(bytes);
    }),
    { numRuns: 1000 },
  );
});

function readOrBroken(bytes: Uint8Array): void {
  try {
    read(bytes);
  } catch (error) {
    assertBroken(error);
  }
}

function assertBroken(error: unknown): void {
  assert.ok(error instanceof AssayError, String(error));
  assert.equal(error.code, "TFLITE_BROKEN");
  assert.equal(error.exitCode, 3);
  assert.match(error.message, /^made\.tflite is not a valid TensorFlow Lite model: /);
}
