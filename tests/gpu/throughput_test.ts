import assert from "node:assert/strict";
import { join } from "node:path";
import { inputTensor } from "../../src/classifiers/input_tensor.ts";
import { AssayError } from "../../src/domain/errors.ts";
import type { Precision } from "../../src/domain/provider.ts";
import { efficientnetInterface } from "../../src/recipes/efficientnet.ts";
import { OnnxSession } from "../../src/runtime/onnx_session.ts";
import { assayHome } from "../../src/runtime/project.ts";
import { benchmarkFile, FACE_SIZE } from "./benchmark_file.ts";
import { gpuTest } from "./gpu_test_case.ts";
import { multiplyAdds } from "./multiply_adds.ts";
import { type Arithmetic, gpuName, ratedPeak } from "./rated_peaks.ts";
import { fastest, throughputTable } from "./throughput_table.ts";

const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128] as const;

/** After warm-up, which also looks for the fastest convolutions of the shape. */
const RUNS = 12;
const WARM_UP = 3;

const RESULTS = join(assayHome(), "gpu-throughput.json");

/** Images per second by arithmetic and batch; both processes of `deno task test:gpu` add to it. */
type Results = Readonly<Partial<Record<Arithmetic, Readonly<Record<number, number>>>>>;

gpuTest("B7's throughput in float32", () => measure("fp32", "fp32"));
gpuTest("B7's throughput in float16", () => measure("fp16", "fp16"));
gpuTest("B7's throughput in TF32", () => measure("TF32", "fp32"), { tf32: true });

async function measure(arithmetic: Arithmetic, precision: Precision): Promise<void> {
  const path = await benchmarkFile("efficientnet-b7", precision);
  const rates: Record<number, number> = {};
  const session = await OnnxSession.open(path, { provider: "cuda", threads: 2 });
  try {
    for (const batch of BATCHES) {
      const rate = await imagesPerSecond(session, batch);
      if (rate === null) break;
      rates[batch] = rate;
      console.log(`${arithmetic}, batch ${batch}: ${rate.toFixed(1)} images/s`);
    }
  } finally {
    await session.release();
  }
  assert.ok(Object.keys(rates).length > 0, "not even one image fits into the GPU's memory");
  await publish({ [arithmetic]: rates });
}

/** By the median of several runs, input copied to the GPU each time; `null`: the GPU has not the memory. */
async function imagesPerSecond(session: OnnxSession, batch: number): Promise<number | null> {
  const image = inputTensor(efficientnetInterface(FACE_SIZE).input, batch);
  for (let i = 0; i < image.data.length; i++) image.data[i] = Math.sin(i * 0.01);
  const seconds: number[] = [];
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    const start = performance.now();
    const outputs = await session.run({ image }).catch((error) => {
      if (error instanceof AssayError && batch > 1) return null;
      throw error;
    });
    if (outputs === null) return null;
    if (run >= WARM_UP) seconds.push((performance.now() - start) / 1000);
    assert.ok(Array.from(outputs.logit.data, Number).every(Number.isFinite));
  }
  return batch / seconds.toSorted((a, b) => a - b)[RUNS >> 1];
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
