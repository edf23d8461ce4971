import { PRESETS } from "../../src/config/presets.ts";
import type { Precision, Provider } from "../../src/records/provider.ts";
import { STAGES, type VideoRecord } from "../../src/records/run_result.ts";
import { FOLDERS } from "../../src/evaluation/folders.ts";
import { stageSums } from "../../src/bench/pass.ts";
import { decoderNotes } from "../../src/evaluation/decoder_notes.ts";
import { executePlan } from "../../src/pipeline/execution/execute.ts";
import { makePlan } from "../../src/pipeline/plan/make_plan.ts";
import type { Plan } from "../../src/pipeline/plan/plan.ts";
import type { StageVersions } from "../../src/pipeline/keys/keys.ts";
import { benchmarkModel } from "../../tests/gpu/benchmark_file.ts";
import { watchBusyCores, watchGpu } from "./watch.ts";
import type { Pipeline } from "./result.ts";
import { repeated } from "./video.ts";

export interface PipelineOptions {
  readonly provider: Provider;
  /** Such as `efficientnet-b7`. */
  readonly model: string;
  readonly precision: Precision;
  readonly workers: number;
  /** More than workers. */
  readonly videos: number;
}

/**
 * Videos per second of the reference variant, all of the pipeline at work, without a stage cache: what it comes to so
 * far, again and again once every worker is warm.
 */
export async function* measurePipeline(
  path: string,
  options: PipelineOptions,
): AsyncGenerator<Pipeline> {
  const { model, precision, workers, videos } = options;
  const plan = await referencePlan(options);
  const folders = { models: FOLDERS.models };
  const notes = decoderNotes({ warn: (text) => console.log(text) });
  const busyCores = watchBusyCores(), gpu = watchGpu();
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const records: VideoRecord[] = [];
  let readySeconds = 0, warmSeconds = 0;
  const events = executePlan(plan, repeated(path, videos), {
    folders,
    timing: "attributed",
    workers,
  });
  try {
    for await (const event of events) {
      if (event.kind === "ready") readySeconds ||= seconds();
      if (event.kind !== "video") continue;
      notes.take(event.decoders);
      requireScored(event.record);
      records.push(event.record);
      if (records.length === workers) {
        warmSeconds = seconds();
        [busyCores, gpu].forEach((watch) => watch.begin());
      }
      if (records.length <= workers) continue;
      yield {
        ...{ kind: "pipeline", video: path, model, precision, workers, readySeconds, warmSeconds },
        ...{ videos: records.length, score: records[0]!.variants[0]!.probability },
        videosPerSecond: (records.length - workers) / (seconds() - warmSeconds),
        ...timesOf(records.slice(workers)),
        busyCores: busyCores.mean(),
        gpu: gpu.mean(),
        notes: notes.all() ?? [],
      };
    }
  } finally {
    gpu.end();
  }
}

/** Seconds for a video, the stages' and all in all. */
function timesOf(
  records: readonly VideoRecord[],
): Pick<Pipeline, "stageSeconds" | "videoSeconds"> {
  const perVideo = (sum: number) => sum / records.length / 1000;
  const stages = stageSums(records);
  return {
    stageSeconds: Object.fromEntries(STAGES.map((stage) => [stage, perVideo(stages[stage] ?? 0)])),
    videoSeconds: perVideo(records.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  };
}

async function referencePlan(
  { provider, model, precision }: PipelineOptions,
): Promise<Plan> {
  const { card, folder } = await benchmarkModel(model);
  const variant = { ...PRESETS.reference, name: "reference", model: [model], precision };
  return makePlan([variant], {
    provider,
    threads: provider === "cuda" ? 2 : 1,
    // Keys are compared with nobody's here.
    versions: Object.fromEntries(STAGES.map((stage) => [stage, "bench"])) as StageVersions,
    fileHash: () => "",
    models: [{ card, folder, sha256: { fp32: "fp32", fp16: "fp16" }, interface: "" }],
  });
}

/** A video that failed would look fast. */
function requireScored({ variants }: VideoRecord): void {
  const { error, faces } = variants[0]!;
  if (error) throw new Error(`a video failed: ${error}`);
  if (faces === 0) throw new Error("no face was found in the video");
}
