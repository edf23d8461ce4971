import assert from "node:assert/strict";
import { inputTensor } from "../../src/stages/classifiers/input_tensor.ts";
import { AssayError } from "../../src/records/errors.ts";
import type { Provider } from "../../src/records/provider.ts";
import { efficientnetInterface } from "../../src/models/networks/efficientnet.ts";
import { OnnxSession } from "../../src/platform/onnxruntime/onnx_session.ts";
import { FACE_SIZE } from "./benchmark_file.ts";

export const BATCHES = [1, 2, 4, 8, 16, 32, 64, 128] as const;

/** After warm-up, which also looks for the fastest convolutions of the shape. */
const RUNS = 12;
const WARM_UP = 3;

/**
 * Images per second of an EfficientNet's file, batch by batch as they come; ends early where a batch does not fit
 * into the GPU's memory.
 */
export async function* throughput(
  path: string,
  { provider, batches }: { readonly provider: Provider; readonly batches: readonly number[] },
): AsyncGenerator<{ readonly batch: number; readonly imagesPerSecond: number }> {
  const session = await OnnxSession.open(path, { provider, threads: 2 });
  try {
    for (const batch of batches) {
      const rate = await imagesPerSecond(session, batch);
      if (rate === null) return;
      yield { batch, imagesPerSecond: rate };
    }
  } finally {
    await session.release();
  }
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
    assert.ok(Array.from(outputs.logit!.data, Number).every(Number.isFinite));
  }
  return batch / seconds.toSorted((a, b) => a - b)[RUNS >> 1]!;
}
