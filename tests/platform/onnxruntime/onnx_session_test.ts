import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { AssayError, type ExitCode } from "../../../src/records/errors.ts";
import { GraphBuilder } from "../../../src/models/onnx/graph_builder.ts";
import { sha256File } from "../../../src/platform/files/hash.ts";
import { OnnxSession } from "../../../src/platform/onnxruntime/onnx_session.ts";
import { onnxRuntimeFolder } from "../../../src/platform/onnxruntime/provider.ts";
import { modelBytes } from "../../models/onnx/run_graph.ts";
import { inTemporaryHome } from "../../temporary_home.ts";

const CPU = { provider: "cpu", threads: 1 } as const;

Deno.test("a session names inputs and outputs and computes with any batch", async () => {
  await inTemporaryHome(async (folder) => {
    const session = await OnnxSession.open(writeModel(folder), CPU);
    assert.deepEqual([session.inputNames, session.outputNames], [["image"], ["sum", "edges"]]);
    for (const batch of [1, 3]) {
      const { sum, edges } = await session.run({ image: image(batch) });
      assert.deepEqual([...sum!.dims], [batch, 16, 1, 1]);
      assert.deepEqual([...edges!.dims], [batch, 16, 4, 4]);
    }
    await session.release();
  });
});

Deno.test("the first run, later runs and a run without a saved graph give the same bits", async () => {
  await inTemporaryHome(async (folder) => {
    const model = writeModel(folder);
    const first = await outputOf(model);
    assert.equal(graphs(folder).length, 1);
    const second = await outputOf(model);
    assert.equal(graphs(folder).length, 1);
    Deno.removeSync(join(folder, "graphs"), { recursive: true });
    Deno.writeTextFileSync(join(folder, "graphs"), "a file where the folder should be");
    const unsaved = await outputOf(model);
    assert.deepEqual(second, first);
    assert.deepEqual(unsaved, first);
  });
});

Deno.test("a damaged saved graph is created again", async () => {
  await inTemporaryHome(async (folder) => {
    const model = writeModel(folder);
    const expected = await outputOf(model);
    const saved = graphs(folder)[0]!;
    const whole = Deno.readFileSync(saved);
    const flipped = whole.slice();
    flipped[whole.length / 2 | 0]! ^= 0x40;
    for (const damaged of [flipped, whole.subarray(0, 100), new Uint8Array(0)]) {
      Deno.writeFileSync(saved, damaged);
      assert.deepEqual(await outputOf(model), expected);
      assert.deepEqual(graphs(folder), [saved]);
      assert.deepEqual(Deno.readFileSync(saved), whole);
    }
  });
});

Deno.test("another model of the same name gets its own graph", async () => {
  await inTemporaryHome(async (folder) => {
    const before = await outputOf(writeModel(folder, 1));
    const after = await outputOf(writeModel(folder, 2));
    assert.notDeepEqual(after, before);
    assert.equal(graphs(folder).length, 2);
  });
});

Deno.test("a given hash finds the same graph; a wrong one saves no graph", async () => {
  await inTemporaryHome(async (folder) => {
    const model = writeModel(folder);
    const open = async (sha256?: string) => {
      const session = await OnnxSession.open(model, { ...CPU, sha256 });
      await session.release();
    };
    await open();
    await open(await sha256File(model));
    assert.equal(graphs(folder).length, 1);
    await open("0".repeat(64)); // the file was changed since
    assert.equal(graphs(folder).length, 1);
  });
});

Deno.test("concurrent calls save one complete graph and leave no temporary files", async () => {
  await inTemporaryHome(async (folder) => {
    const model = writeModel(folder);
    const outputs = await Promise.all(Array.from({ length: 4 }, () => outputOf(model)));
    for (const output of outputs) assert.deepEqual(output, outputs[0]);
    assert.equal(graphs(folder).length, 1);
  });
});

Deno.test("a broken model, a folder and a missing file each exit with 3 and one line", async () => {
  await inTemporaryHome(async (folder) => {
    const text = join(folder, "text.onnx");
    Deno.writeTextFileSync(text, "this is no network\n".repeat(20));
    const cut = join(folder, "cut.onnx");
    Deno.writeFileSync(cut, Deno.readFileSync(writeModel(folder)).subarray(0, -50));
    const empty = join(folder, "empty.onnx");
    Deno.writeFileSync(empty, new Uint8Array(0));
    for (const path of [text, cut, empty]) {
      await refuses(() => OnnxSession.open(path, CPU), ["MODEL_BROKEN", 3]);
    }
    for (const path of [folder, join(folder, "absent.onnx")]) {
      await refuses(() => OnnxSession.open(path, CPU), ["MODEL_MISSING", 3]);
    }
    assert.deepEqual(graphs(folder), []);
  });
});

const cuda = existsSync(join(onnxRuntimeFolder(), "libonnxruntime_providers_cuda.so"));
Deno.test({
  name: cuda ? "cuda (skipped: the provider is here)" : "cuda without its libraries is exit 4",
  ignore: cuda,
  async fn() {
    await inTemporaryHome(async (folder) => {
      const options = { provider: "cuda", threads: 1 } as const;
      await refuses(() => OnnxSession.open(writeModel(folder), options), ["CUDA_UNAVAILABLE", 4]);
    });
  },
});

Deno.test("an empty batch, a wrong shape and an unknown input are refused", async () => {
  await inTemporaryHome(async (folder) => {
    const session = await OnnxSession.open(writeModel(folder), CPU);
    const none = { data: new Float32Array(0), dims: [0, 16, 4, 4] };
    await assert.rejects(
      session.run({ image: none }),
      /^RangeError: input image is empty: \[0, 16, 4, 4\]$/,
    );
    const small = { data: new Float32Array(16), dims: [1, 16, 1, 1] };
    await refuses(() => session.run({ image: small }), ["INFERENCE_FAILED", 4]);
    await refuses(() => session.run({ picture: image(1) }), ["INFERENCE_FAILED", 4]);
    await session.release();
  });
});

/** A convolution that ONNX Runtime lays out for the CPU, and a sum over its edges. */
function writeModel(folder: string, seed = 1): string {
  const graph = new GraphBuilder("edges");
  const x = graph.input("image", { type: "float32", shape: ["batch", 16, 4, 4] });
  const weights = Float32Array.from({ length: 16 * 16 * 9 }, (_, i) => Math.sin(i * seed));
  const w = graph.constant("w", { type: "float32", shape: [16, 16, 3, 3], data: weights });
  const edges = graph.node("Conv", [x, w], { name: "edges", pads: [1, 1, 1, 1] });
  graph.output(graph.node("ReduceSum", [edges, graph.integers([2, 3])], { name: "sum" }));
  graph.output(edges);
  const path = join(folder, "model.onnx");
  Deno.writeFileSync(path, modelBytes(graph.build()));
  return path;
}

function image(batch: number) {
  const data = Float32Array.from({ length: batch * 256 }, (_, i) => Math.cos(i * 0.3));
  return { data, dims: [batch, 16, 4, 4] };
}

async function outputOf(path: string): Promise<ArrayLike<unknown>> {
  const session = await OnnxSession.open(path, CPU);
  try {
    return (await session.run({ image: image(2) })).edges!.data;
  } finally {
    await session.release();
  }
}

function graphs(home: string): string[] {
  const folder = join(home, "graphs");
  return existsSync(folder)
    ? [...Deno.readDirSync(folder)].map(({ name }) => name)
      .filter((name) => name !== ".lock").map((name) => join(folder, name))
    : [];
}

async function refuses(
  run: () => Promise<unknown>,
  [code, exitCode]: [code: string, exitCode: ExitCode],
): Promise<void> {
  await assert.rejects(run, (error) => {
    assert.ok(error instanceof AssayError, String(error));
    assert.deepEqual([error.code, error.exitCode], [code, exitCode]);
    assert.equal(error.message.split("\n").length, 1);
    return true;
  });
}
