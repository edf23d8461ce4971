import assert from "node:assert/strict";
import { join } from "node:path";
import type { Precision } from "../../src/records/provider.ts";
import { assayHome } from "../../src/platform/files/project.ts";
import { benchmarkFile, FACE_SIZE } from "./benchmark_file.ts";
import { gpuTest } from "./gpu_test_case.ts";
import { multiplyAdds } from "./multiply_adds.ts";
import { type Arithmetic, gpuName, ratedPeak } from "./rated_peaks.ts";
import { BATCHES, throughput } from "./throughput.ts";
import { fastest, throughputTable } from "./throughput_table.ts";

const RESULTS = join(assayHome(), "gpu-throughput.json");

/** Images per second by arithmetic and batch; both processes of `deno task test:gpu` add to it. */
type Results = Readonly<Partial<Record<Arithmetic, Readonly<Record<number, number>>>>>;

gpuTest("B7's throughput in float32", () => measure("fp32", "fp32"));
gpuTest("B7's throughput in float16", () => measure("fp16", "fp16"));
gpuTest("B7's throughput in TF32", () => measure("TF32", "fp32"), { tf32: true });

async function measure(arithmetic: Arithmetic, precision: Precision): Promise<void> {
  const path = await benchmarkFile("efficientnet-b7", precision);
  const rates: Record<number, number> = {};
  const measured = throughput(path, { provider: "cuda", batches: BATCHES });
  for await (const { batch, imagesPerSecond } of measured) {
    rates[batch] = imagesPerSecond;
    console.log(`${arithmetic}, batch ${batch}: ${imagesPerSecond.toFixed(1)} images/s`);
  }
  assert.ok(Object.keys(rates).length > 0, "not even one image fits into the GPU's memory");
  await publish({ [arithmetic]: rates });
}

/** Adds to the results and prints all that there are. */
async function publish(measured: Results): Promise<void> {
  const gpu = await gpuName();
  const before = await Deno.readTextFile(RESULTS).then((text) => JSON.parse(text), () => ({}));
  const results: Results = { ...(before.gpu === gpu ? before.results : {}), ...measured };
  await Deno.mkdir(assayHome(), { recursive: true });
  await Deno.writeTextFile(RESULTS, JSON.stringify({ gpu, results }, null, 2));
  const flops = 2 * multiplyAdds("b7", FACE_SIZE);
  console.log(
    `\nEfficientNet-B7 at ${FACE_SIZE} on ${gpu}, images/s (share of the rated peak), ` +
      `${(flops / 1e9).toFixed(1)} GFLOP an image\n`,
  );
  console.log(throughputTable(results, { flops, peak: (kind) => ratedPeak(gpu, kind) }));
  console.log(`\nfastest: ${fastest(results)}`);
}
