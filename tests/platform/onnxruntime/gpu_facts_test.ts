import assert from "node:assert/strict";
import { parseGpuFacts } from "../../../src/platform/onnxruntime/gpu_facts.ts";

Deno.test("the first GPU's name, driver and free memory are parsed from nvidia-smi's output", () => {
  assert.deepEqual(
    parseGpuFacts("NVIDIA H200, 580.65.06, 143156\nNVIDIA H200, 580.65.06, 100\n"),
    { name: "NVIDIA H200", driver: "580.65.06", freeMemory: 143156 * 2 ** 20 },
  );
});

Deno.test("other output gives no facts", () => {
  for (
    const text of ["", "No devices were found\n", "NVIDIA H200, 580.65.06, [N/A]\n", "a, , 3\n"]
  ) {
    assert.equal(parseGpuFacts(text), null, text);
  }
});
