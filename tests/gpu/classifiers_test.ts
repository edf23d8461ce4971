import assert from "node:assert/strict";
import { benchmarkFile } from "./benchmark_file.ts";
import { comparedFaces, faceLogits } from "./face_logits.ts";
import { gpuTest } from "./gpu_test_case.ts";

const BATCH = 4;

for (const name of ["efficientnet-b0", "efficientnet-b7"]) {
  gpuTest(`${name} in float32 gives the CPU's logits within 1e-3 on CUDA`, async () => {
    const faces = comparedFaces();
    const path = await benchmarkFile(name, "fp32");
    const cpu = await faceLogits(path, faces, { provider: "cpu", batchSize: 1 });
    for (const batchSize of [1, BATCH]) {
      const cuda = await faceLogits(path, faces, { provider: "cuda", batchSize });
      report(`${name} float32, batch ${batchSize}: logits`, differences(cpu, cuda), 1e-3);
    }
  });

  gpuTest(`${name} in float16 gives the CPU's P(fake) in float32 within 5e-3 on CUDA`, async () => {
    const faces = comparedFaces();
    const plain = await benchmarkFile(name, "fp32");
    const cpu = await faceLogits(plain, faces, { provider: "cpu", batchSize: 1 });
    const half = await benchmarkFile(name, "fp16");
    const cuda = await faceLogits(half, faces, { provider: "cuda", batchSize: BATCH });
    report(`${name} float16: P(fake)`, differences(cpu.map(sigmoid), cuda.map(sigmoid)), 5e-3);
  });

  gpuTest(`${name} with TF32 gives the CPU's P(fake) within 5e-3 on CUDA`, async () => {
    const faces = comparedFaces();
    const path = await benchmarkFile(name, "fp32");
    const cpu = await faceLogits(path, faces, { provider: "cpu", batchSize: 1 });
    const cuda = await faceLogits(path, faces, { provider: "cuda", batchSize: BATCH });
    report(`${name} TF32: P(fake)`, differences(cpu.map(sigmoid), cuda.map(sigmoid)), 5e-3);
  }, { tf32: true });
}

function report(what: string, found: readonly number[], most: number): void {
  const largest = Math.max(...found);
  console.log(`${what} differ by at most ${largest.toExponential(2)}`);
  assert.ok(largest <= most, `${what} differ by ${largest}`); // not so either for what is not a number
}

function differences(ones: readonly number[], others: readonly number[]): number[] {
  assert.equal(ones.length, others.length);
  return ones.map((one, i) => Math.abs(one - others[i]!));
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
