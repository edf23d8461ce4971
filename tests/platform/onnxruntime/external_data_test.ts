import { deepEqual, equal } from "node:assert/strict";
import { join } from "node:path";
import { refersToOtherFiles } from "../../../src/platform/onnxruntime/external_data.ts";
import { OnnxSession } from "../../../src/platform/onnxruntime/onnx_session.ts";
import { madeExport } from "../../models/onnx/made_export.ts";
import { splitExport } from "../../models/onnx/split_export.ts";
import { inTemporaryHome } from "../../temporary_home.ts";

const CPU = { provider: "cpu", threads: 1 } as const;

Deno.test("a model whose constants lie beside it is loaded, also again and after they change", () =>
  inTemporaryHome(async (folder) => {
    const path = join(folder, "made.onnx");
    Deno.writeFileSync(path, madeExport());
    equal(refersToOtherFiles(path), false);
    const plain = await scoreOf(path);
    const { model, data } = splitExport(madeExport(), "made.onnx.data");
    Deno.writeFileSync(path, model);
    Deno.writeFileSync(`${path}.data`, data);
    equal(refersToOtherFiles(path), true);
    deepEqual(await scoreOf(path), plain);
    deepEqual(await scoreOf(path), plain);
    Deno.writeFileSync(`${path}.data`, new Uint8Array(data.length));
    deepEqual([...await scoreOf(path)], [0]);
  }));

Deno.test("a reference is found wherever it lies in a file", () =>
  inTemporaryHome((folder) => {
    const path = join(folder, "made.onnx");
    for (const at of [0, (1 << 20) - 5, (1 << 20) - 1, 1 << 20, 3_000_000]) {
      const bytes = new Uint8Array(at + 20);
      bytes.set(new TextEncoder().encode("\x0a\x08location\x12"), at);
      Deno.writeFileSync(path, bytes);
      equal(refersToOtherFiles(path), true, `${at}`);
    }
    return Promise.resolve();
  }));

async function scoreOf(path: string): Promise<Float32Array> {
  const session = await OnnxSession.open(path, CPU);
  try {
    const image = { data: new Float32Array(3 * 16 * 16).fill(0.7), dims: [1, 3, 16, 16] };
    return (await session.run({ image })).score!.data as Float32Array;
  } finally {
    await session.release();
  }
}
