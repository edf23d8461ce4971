import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import {
  type PixelKernels,
  pixelKernels,
  placesIn,
} from "../../../../src/base/numeric/wasm/pixel_kernels.ts";
import { compileKernels, kernelsModule } from "./compiled_kernels.ts";

Deno.test("the compiled kernels match their sources", async () => {
  const text = await compileKernels();
  if (Deno.args.includes("--update")) writeFileSync(kernelsModule, text);
  assert.equal(readFileSync(kernelsModule, "utf8"), text);
});

Deno.test("buffers in a memory do not overlap, and the memory grows to hold them", () => {
  const { memory } = pixelKernels();
  const at = placesIn(memory, { first: 5, second: 100_000, third: 16 });
  assert.ok(at.first > 0 && at.second >= at.first + 5 + 15 && at.third >= at.second + 100_000 + 15);
  assert.ok([at.first, at.second, at.third].every((place) => place % 16 === 0));
  assert.ok(memory.buffer.byteLength >= at.third + 16 + 15);
});

Deno.test("a memory that cannot grow is said in JavaScript's words for memory that is not there", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  assert.throws(() => placesIn(memory, { large: 1_000_000 }), {
    name: "RangeError",
    message: /allocation failed/,
  });
});

Deno.test("kernels share nothing", () => {
  const rowOf = ({ memory }: PixelKernels) => {
    const { row } = placesIn(memory, { row: 9 });
    return new Uint8Array(memory.buffer, row, 9);
  };
  const [here, there] = [rowOf(pixelKernels()), rowOf(pixelKernels())];
  here.fill(7);
  assert.deepEqual(there, new Uint8Array(9));
});
