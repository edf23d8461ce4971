import assert from "node:assert/strict";
import { loadingError, runningError } from "../../../src/platform/onnxruntime/session_errors.ts";

const FULL = [
  "CUDA failure 2: out of memory ; GPU=0 ; expr=cudaMalloc(&p, size);",
  "CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0",
  "BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 1048576",
];

Deno.test("exhausted GPU memory is reported with a remedy", () => {
  for (const text of FULL) {
    const cause = new Error(text);
    const loading = loadingError(cause, { path: "/models/b7.onnx", provider: "cuda" });
    assert.deepEqual([loading.code, loading.exitCode], ["CUDA_UNAVAILABLE", 4]);
    const running = runningError(cause, "b7.onnx");
    assert.deepEqual([running.code, running.exitCode], ["OUT_OF_MEMORY", 4]);
    for (const { message } of [loading, running]) {
      assert.match(message, /memory.*b7\.onnx.*--workers/s);
      assert.ok(!message.includes("/models") && !message.includes("cudaMalloc"), message);
    }
  }
});

Deno.test("a missing library and a broken model are told apart", () => {
  const missing = new Error("Failed to load library libonnxruntime_providers_cuda.so");
  const load = (cause: unknown, provider: "cpu" | "cuda") =>
    loadingError(cause, { path: "/m/b7.onnx", provider }).code;
  assert.equal(load(missing, "cuda"), "CUDA_UNAVAILABLE");
  assert.equal(load(new Error("Protobuf parsing failed"), "cuda"), "MODEL_BROKEN");
  assert.equal(load(new Error(FULL[2]), "cpu"), "MODEL_BROKEN");
  assert.match(runningError("odd", "b7.onnx").message, /models verify/);
});
