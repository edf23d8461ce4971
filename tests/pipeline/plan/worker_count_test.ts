import assert from "node:assert/strict";
import { type WorkerBudget, workerCount } from "../../../src/pipeline/plan/worker_count.ts";

const CPU: WorkerBudget = {
  asked: null,
  cores: 16,
  freeMemory: 128e9,
  modelBytes: 256e6,
  threads: 1,
  gpu: null,
};
/** A batch of 32 faces of 380 pixels, float32. */
const BATCH = 32 * 3 * 380 * 380 * 4;

Deno.test("on the CPU workers share the cores by threads, and the memory", () => {
  assert.equal(workerCount(CPU), 16);
  assert.equal(workerCount({ ...CPU, threads: 4 }), 4);
  assert.equal(workerCount({ ...CPU, freeMemory: 4e9 }), 3);
  assert.equal(workerCount({ ...CPU, freeMemory: 1e8 }), 1);
  assert.equal(workerCount({ ...CPU, threads: 32 }), 1);
});

Deno.test("on a large GPU there is one worker per core, whatever the threads per session", () => {
  const gpu = { freeMemory: 140e9, batchBytes: BATCH };
  assert.equal(workerCount({ ...CPU, threads: 2, gpu }), 16);
  assert.equal(workerCount({ ...CPU, threads: 2, gpu, freeMemory: 4e9 }), 3);
});

Deno.test("a GPU's memory limits the workers, also if it is unknown", () => {
  const on = (freeMemory: number | null, batchBytes = BATCH) =>
    workerCount({ ...CPU, gpu: { freeMemory, batchBytes } });
  assert.ok(on(80e9) < 16 && on(80e9) > on(40e9) && on(40e9) > on(16e9));
  assert.ok(on(null) >= 1 && on(null) <= on(40e9));
  assert.equal(on(1e9), 1);
  assert.equal(on(40e9, 1e6), 16);
});

Deno.test("the number requested by the user is used", () => {
  assert.equal(workerCount({ ...CPU, asked: 40 }), 40);
});
