import { join } from "node:path";
import type { Precision, Provider } from "../../src/records/provider.ts";
import type { EfficientnetVariant } from "../../src/models/networks/efficientnet_layout.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { benchmarkFile, FACE_SIZE } from "../../tests/gpu/benchmark_file.ts";
import { multiplyAdds } from "../../tests/gpu/multiply_adds.ts";
import type { Arithmetic } from "../../tests/gpu/rated_peaks.ts";
import { throughput } from "../../tests/gpu/throughput.ts";
import { measureDecoding } from "./decoding.ts";
import { measureOriginal } from "./original.ts";
import { measurePipeline } from "./pipeline.ts";
import type { Measured, Original, Pipeline } from "./result.ts";
import { fullHdVideo } from "./video.ts";

export interface PartOptions {
  readonly provider: Provider;
  /** Such as `efficientnet-b7`. */
  readonly model: string;
  readonly batches: readonly number[];
  /** Absolute path; `null`: one is made from the demo dataset. */
  readonly video: string | null;
  /** Videos of a pipeline part; `null`: by its workers. */
  readonly videos: number | null;
  /** Absolute path of the folder that results go to. */
  readonly out: string;
  /** Ends programs that a part runs, which would outlive its process. */
  readonly signal: AbortSignal;
}

/** A piece of work for a process of its own, of a few minutes. */
export interface Part {
  readonly name: string;
  /** Whether float32 may be rounded to TF32: it belongs to the process. */
  readonly tf32: boolean;
  /** After which it is ended. */
  readonly seconds: number;
  /** Who may decode: the GPU where it is proven, or the cores alone. */
  readonly decoder: "proven" | "software";
  /** What was measured so far, again and again, the last time whole; nothing where other files hold it. */
  measure(options: PartOptions): AsyncIterable<Measured>;
}

const USUAL = { tf32: true, decoder: "proven" } as const;

/** Videos at a time of the original: as published, and one. */
const ORIGINAL_WORKERS = [6, 1] as const;

/** All parts, in the order in which they are run: what says most comes first. */
export function gpuParts(workers: readonly number[]): readonly Part[] {
  const [published, single] = ORIGINAL_WORKERS;
  return [
    pipelinePart("fp16", workers.at(-1)!),
    originalPart("fp16", published),
    pipelinePart("fp16", workers.at(-1)!, "software"),
    throughputPart("fp16", "fp16"),
    { ...USUAL, name: "decoding", seconds: 120, measure: decoding },
    ...workers.slice(0, -1).toReversed().map((count) => pipelinePart("fp16", count)),
    originalPart("fp16", single),
    { ...USUAL, name: "stages", seconds: 180, measure: stages },
    pipelinePart("fp32", workers.at(-1)!),
    throughputPart("TF32", "fp32"),
    throughputPart("fp32", "fp32"),
  ];
}

function throughputPart(arithmetic: Arithmetic, precision: Precision): Part {
  return {
    ...USUAL,
    name: `throughput-${arithmetic.toLowerCase()}`,
    tf32: arithmetic !== "fp32",
    seconds: 240,
    async *measure({ model, provider, batches }) {
      const path = await benchmarkFile(model, precision);
      const flops = 2 * multiplyAdds(model.split("-").at(-1) as EfficientnetVariant, FACE_SIZE);
      const rates: Record<number, number> = {};
      for await (const { batch, imagesPerSecond } of throughput(path, { provider, batches })) {
        rates[batch] = imagesPerSecond;
        console.log(`${arithmetic}, batch ${batch}: ${imagesPerSecond.toFixed(1)} images/s`);
        yield { kind: "throughput", model, arithmetic, flops, rates };
      }
    },
  };
}

/** So many videos for each worker, the first of which is not counted, and at least so many in all. */
const VIDEOS_PER_WORKER = 6;
const LEAST_VIDEOS = 12;

function pipelinePart(
  precision: Precision,
  workers: number,
  decoder: Part["decoder"] = "proven",
): Part {
  const suffix = decoder === "proven" ? "" : `-${decoder}`;
  return {
    ...{ name: `pipeline-${precision}-${workers}${suffix}`, tf32: true, decoder },
    seconds: 300,
    async *measure({ provider, model, video, videos }) {
      const path = video ?? await fullHdVideo();
      const settings = { provider, model, precision, workers };
      yield* told(measurePipeline(path, { ...settings, videos: videoCount(videos, workers) }));
    },
  };
}

/** Python's own threads wait for each other, so that more videos say no more. */
function originalPart(precision: Precision, workers: number): Part {
  return {
    ...USUAL,
    name: `original-${precision}-${workers}`,
    seconds: 240,
    async *measure({ provider, model, video, videos, signal }) {
      const path = video ?? await fullHdVideo();
      const settings = { provider, model, precision, workers, signal };
      yield* told(measureOriginal(path, { ...settings, videos: videoCount(videos, workers) }));
    },
  };
}

function videoCount(asked: number | null, workers: number): number {
  const count = asked ?? Math.max(LEAST_VIDEOS, VIDEOS_PER_WORKER * workers);
  return Math.max(count, workers + 1);
}

/** Passes on what comes, and says the last of it. */
async function* told<T extends Pipeline | Original>(results: AsyncIterable<T>): AsyncIterable<T> {
  let last: T | null = null;
  for await (last of results) yield last;
  if (last) console.log(`${last.workers} at a time: ${last.videosPerSecond.toFixed(2)} videos/s`);
}

async function* decoding({ video }: PartOptions): AsyncIterable<Measured> {
  yield* measureDecoding(video ?? await fullHdVideo(), [1, 4, 16]);
}

/** `bench stages`, with its own files. */
async function* stages({ provider, out, signal }: PartOptions): AsyncIterable<Measured> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "main.ts", "bench", "stages", "--provider", provider, "--dataset", "demo"],
      ...["--model", "demo", "--size", "1920x1080", "--out", join(out, "stages")],
    ],
    cwd: projectRoot(),
    signal,
  }).spawn().status;
  if (!success) throw new Error("bench stages failed");
  yield { kind: "stages", file: "stages/bench.md" };
}
