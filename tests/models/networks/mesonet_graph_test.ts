import assert from "node:assert/strict";
import { memorySource } from "../../../src/base/bytes.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { readKerasWeights } from "../../../src/models/checkpoints/keras_weights.ts";
import { mesonetGraph } from "../../../src/models/networks/mesonet_graph.ts";
import { kerasFile, type MadeLayer } from "../onnx/made_keras.ts";
import { withModel } from "../onnx/open_model.ts";

/** Meso4's layers with weights, the first of each kind numbered `first`. */
function meso4Layers(first: number): Record<string, MadeLayer> {
  const layers: Record<string, MadeLayer> = {};
  const sides = [[3, 3, 8], [5, 8, 8], [5, 8, 16], [5, 16, 16]] as const;
  for (const [i, [side, inputs, outputs]] of sides.entries()) {
    layers[`conv2d_${first + i}`] = {
      "kernel:0": noise([side, side, inputs, outputs], i),
      "bias:0": noise([outputs], i),
    };
    layers[`batch_normalization_${first + i}`] = {
      "gamma:0": noise([outputs], i),
      "beta:0": noise([outputs], i + 1),
      "moving_mean:0": noise([outputs], i + 2),
      "moving_variance:0": { shape: [outputs], data: new Float32Array(outputs).fill(0.5) },
    };
  }
  layers[`dense_${first}`] = { "kernel:0": noise([1024, 16], 1), "bias:0": noise([16], 2) };
  layers[`dense_${first + 1}`] = { "kernel:0": noise([16, 1], 3), "bias:0": noise([1], 4) };
  return layers;
}

function noise(shape: readonly number[], seed: number) {
  const length = shape.reduce((product, side) => product * side, 1);
  const data = Float32Array.from(
    { length },
    (_, i) => 0.3 * Math.sin(i * 12.9898 + seed * 78.233 + i * i * 0.01),
  );
  return { shape, data };
}

async function graphOf(layers: Record<string, MadeLayer>) {
  const bytes = await kerasFile(layers);
  const read = await readKerasWeights(memorySource(bytes), "net.h5");
  return mesonetGraph("meso4", read, { file: "net.h5" });
}

async function outputOf(layers: Record<string, MadeLayer>): Promise<number> {
  const image = noise([1, 3, 256, 256], 5);
  return await withModel(await graphOf(layers), async ({ run }) => {
    const { real_probability } = await run({ image: { data: image.data, dims: image.shape } });
    assert.deepEqual(real_probability!.dims, [1, 1]);
    return Number(real_probability!.data[0]);
  });
}

Deno.test("layers are ordered by their numbers, whatever the file's order or the first number", async () => {
  const expected = await outputOf(meso4Layers(5));
  assert.ok(expected > 0.001 && expected < 0.999, `${expected}`);
  assert.equal(await outputOf(meso4Layers(9)), expected, "conv2d_9 to conv2d_12");
  const reversed = Object.fromEntries(Object.entries(meso4Layers(9)).reverse());
  assert.equal(await outputOf(reversed), expected, "the file's order");
  const { conv2d_1: first, ...others } = meso4Layers(1);
  assert.equal(await outputOf({ ...others, conv2d: first! }), expected, "newer Keras");
});

Deno.test("weights of another network are refused with the first mismatch", async () => {
  const { conv2d_8: _, ...few } = meso4Layers(5);
  const more = { ...meso4Layers(5), dense_9: meso4Layers(5).dense_6! };
  const wide = { ...meso4Layers(5), conv2d_6: { "kernel:0": noise([5, 5, 8, 9], 0) } };
  const refused: [Record<string, MadeLayer>, RegExp][] = [
    [few, /net\.h5 does not match meso4: it has too few conv2d layers/],
    [more, /it has further layers: dense_9/],
    [wide, /conv2d_6 has kernel \[5, 5, 8, 9\], not bias \[8\], kernel \[5, 5, 8, 8\]/],
  ];
  for (const [layers, message] of refused) {
    await assert.rejects(graphOf(layers), (error: AssayError) => {
      assert.deepEqual([error.code, error.exitCode], ["KERAS_LAYERS", 3]);
      assert.match(error.message, message);
      return true;
    });
  }
});
