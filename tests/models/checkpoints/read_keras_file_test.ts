import assert from "node:assert/strict";
import fc from "fast-check";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import { readKerasFile } from "../../../src/models/checkpoints/read_keras_file.ts";
import { kerasFile } from "../onnx/made_keras.ts";
import { manualClock } from "../../platform/host/manual_clock.ts";

const LAYERS = { input: {}, conv2d: { "bias:0": { shape: [3], data: Float32Array.of(7, 8, 9) } } };

/** Milliseconds; a machine on which reading takes longer refuses the file, which is as good an end here. */
const PATIENCE = 5000;

/** Bytes from the start of the heap, whose objects are the names in `layer_names` and `weight_names`. */
const FREE_SPACE = 72;

/** A Keras file, changed at some places, and what reading it gives. */
async function readChanged(
  changes: readonly (readonly [number, number])[],
  options: Parameters<typeof readKerasFile>[1] = { patience: PATIENCE },
) {
  const bytes = await kerasFile(LAYERS);
  for (const [at, value] of changes) bytes[at % bytes.length] = value;
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "net.h5");
    await Deno.writeFile(path, bytes);
    return await readKerasFile(path, options);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The size of the global heap's free space, which the library adds up for ever when it is wrong. */
async function freeSpace(): Promise<number> {
  const bytes = await kerasFile(LAYERS);
  return new TextDecoder("latin1").decode(bytes).indexOf("GCOL") + FREE_SPACE;
}

Deno.test("layers are read on a separate thread", async () => {
  const layers = await readChanged([], { clock: manualClock() });
  assert.deepEqual(layers.map(({ name }) => name), ["input", "conv2d"]);
  assert.deepEqual(layers[1]!.tensors.get("bias")?.values, Float32Array.of(7, 8, 9));
});

Deno.test("a file on which the library loops forever is refused", async () => {
  const at = await freeSpace();
  await assert.rejects(readChanged([[at, 154]], { patience: 2000 }), (error: AssayError) => {
    assert.deepEqual([error.code, error.exitCode], ["KERAS_WEIGHTS", 3]);
    assert.match(error.message, /^net\.h5 .* reading it timed out\. Download/);
    return true;
  });
});

Deno.test("random damage is refused or read, and nothing else", async () => {
  const change = fc.tuple(fc.nat(9999), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const failed = (error: unknown) => assert.ok(error instanceof AssayError, String(error));
      await readChanged(changes).catch(failed);
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

Deno.test("a missing file is an error", async () => {
  await assert.rejects(readKerasFile("nowhere/net.h5"), /net\.h5/);
});
