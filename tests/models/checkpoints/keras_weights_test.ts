import assert from "node:assert/strict";
import { memorySource } from "../../../src/base/bytes.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { readKerasWeights } from "../../../src/models/checkpoints/keras_weights.ts";
import { kerasFile, type MadeLayer } from "../onnx/made_keras.ts";

const CONVOLUTION: MadeLayer = {
  "kernel:0": { shape: [1, 1, 2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
  "bias:0": { shape: [3], data: Float32Array.of(7, 8, 9) },
};

function read(bytes: Uint8Array) {
  return readKerasWeights(memorySource(bytes), "net.h5");
}

Deno.test("layers come in the file's order, with their arrays", async () => {
  const bytes = await kerasFile({ input_1: {}, conv2d_5: CONVOLUTION, flatten_1: {} });
  const layers = await read(bytes);
  assert.deepEqual(layers.map(({ name }) => name), ["input_1", "conv2d_5", "flatten_1"]);
  assert.deepEqual(layers.map(({ tensors }) => tensors.size), [0, 2, 0]);
  const kernel = layers[1]!.tensors.get("kernel");
  assert.deepEqual(kernel, { shape: [1, 1, 2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) });
  assert.deepEqual(layers[1]!.tensors.get("bias")?.values, Float32Array.of(7, 8, 9));
});

Deno.test("the weights inside a whole saved model are found", async () => {
  const bytes = await kerasFile({ dense: CONVOLUTION }, { inside: "model_weights" });
  assert.deepEqual((await read(bytes)).map(({ name }) => name), ["dense"]);
});

Deno.test("an incomplete file is refused with the missing part", async () => {
  const refused: [string, Promise<Uint8Array>, RegExp][] = [
    ["no list of layers", kerasFile({}, { inside: "other" }), /no list of layer_names/],
    [
      "a layer that is not there",
      kerasFile({}, {
        write: (file) => {
          file.delete_attribute("layer_names");
          file.create_attribute("layer_names", ["lost"]);
        },
      }),
      /it has no layer lost/,
    ],
    [
      "float64",
      kerasFile({ dense: { "kernel:0": { shape: [2], data: Float64Array.of(1, 2) } } }),
      /dense\/kernel:0 is not float32 \[2\]/,
    ],
    [
      "integers",
      kerasFile({ dense: { "kernel:0": { shape: [2], data: Int32Array.of(1, 2) } } }),
      /dense\/kernel:0 is not float32/,
    ],
  ];
  for (const [name, bytes, message] of refused) {
    await assert.rejects(read(await bytes), (error: AssayError) => {
      assert.deepEqual([error.code, error.exitCode], ["KERAS_WEIGHTS", 3], name);
      assert.match(error.message, message, name);
      return true;
    });
  }
});

Deno.test("a small file that claims gigabytes is refused", async () => {
  const bytes = await kerasFile({}, {
    write: (file) => {
      file.delete_attribute("layer_names");
      file.create_attribute("layer_names", ["dense"]);
      const group = file.create_group("dense") as typeof file;
      group.create_attribute("weight_names", ["kernel:0"]);
      group.create_dataset({
        name: "kernel:0",
        data: new Float32Array(0),
        shape: [0],
        maxshape: [null],
        chunks: [1024],
        dtype: "<f",
      });
      const found = group.get("kernel:0") as unknown as { resize(shape: number[]): void };
      found.resize([2 ** 31]);
    },
  });
  assert.ok(bytes.length < 100_000);
  await assert.rejects(read(bytes), /kernel:0 has 2147483648 numbers/);
});

Deno.test("an invalid or truncated HDF5 file is one clear error", async () => {
  const bytes = await kerasFile({ conv2d: CONVOLUTION });
  const broken = [new Uint8Array(0), new Uint8Array(1000), bytes.subarray(0, bytes.length / 2)];
  for (const piece of broken) {
    await assert.rejects(read(piece), (error: AssayError) => {
      assert.equal(error.code, "KERAS_WEIGHTS");
      assert.match(error.message, /^net\.h5 is not a Keras weights file: [^\n]{5,80}\. Download/);
      return true;
    });
  }
});
