import { join } from "node:path";
import type { Precision, Provider } from "../../src/records/provider.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { stopTool } from "../../src/platform/host/tool_process.ts";
import { benchmarkFile } from "../../tests/gpu/benchmark_file.ts";
import { writeMtcnnWeights } from "../original/mtcnn_weights.ts";
import { findPython } from "../original/python.ts";
import type { Original } from "./result.ts";

export interface OriginalOptions {
  readonly provider: Provider;
  /** Such as `efficientnet-b7`. */
  readonly model: string;
  readonly precision: Precision;
  /** Videos at a time, each in a thread; 6 as published. */
  readonly workers: number;
  /** More than workers. */
  readonly videos: number;
  /** Ends Python, which would go on using the GPU. */
  readonly signal: AbortSignal;
}

/** A line of `main.py` for a video, as far as it is read. */
interface Line {
  readonly score: number;
  readonly faces: number;
  /** Whether 0.5 was put in for an error. */
  readonly failed: boolean;
  /** Seconds since the first video was begun. */
  readonly ended: number;
}

/** Videos per second of the original Python pipeline on the same machine, after every video once all are warm. */
export async function* measureOriginal(
  path: string,
  options: OriginalOptions,
): AsyncGenerator<Original> {
  const { python, versions } = await findPython(undefined);
  // PyTorch's CPU has no convolutions in float16.
  const precision = options.provider === "cpu" ? "fp32" : options.precision;
  const settings = { ...options, precision };
  const weights = await Deno.makeTempDir();
  try {
    await Deno.symlink(await benchmarkFile(options.model, "fp32"), `${weights}/classifier.onnx`);
    await writeMtcnnWeights(weights);
    const args = originalArguments(path, weights, settings);
    const lines: Line[] = [];
    for await (const line of linesOf(python, args, options)) {
      requireScored(line);
      lines.push(line);
      if (lines.length <= options.workers) continue;
      yield originalResult(lines, { path, versions, options: settings });
    }
  } finally {
    await Deno.remove(weights, { recursive: true });
  }
}

function originalArguments(
  path: string,
  weights: string,
  { provider, precision, workers, videos }: OriginalOptions,
): string[] {
  return [
    ...[join(projectRoot(), "benches", "original", "main.py"), "--weights", weights],
    ...[
      "--device",
      provider,
      "--workers",
      `${workers}`,
      ...(precision === "fp16" ? ["--half"] : []),
    ],
    ...Array<string>(videos).fill(path),
  ];
}

async function* linesOf(
  python: string,
  args: readonly string[],
  { signal }: OriginalOptions,
): AsyncGenerator<Line> {
  const env = { PYTHONDONTWRITEBYTECODE: "1" };
  const child = new Deno.Command(python, { args: [...args], env, stdout: "piped", signal }).spawn();
  try {
    let rest = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      const whole = (rest + text).split("\n");
      rest = whole.pop()!;
      yield* whole.map((line) => JSON.parse(line)).filter(({ filename }) => filename !== undefined);
    }
    if (!(await child.status).success) throw new Error("the original did not come to its end");
  } finally {
    stopTool(child);
  }
}

/** A video that failed would look fast. */
function requireScored({ failed, faces }: Line): void {
  if (failed) throw new Error("the original failed on a video");
  if (faces === 0) throw new Error("the original found no face in the video");
}

/** What the videos came to so far; those that were there once every worker had one are not counted. */
export function originalResult(
  lines: readonly Line[],
  { path, versions, options }: {
    readonly path: string;
    readonly versions: string;
    readonly options: Pick<OriginalOptions, "model" | "precision" | "workers">;
  },
): Original {
  const { model, precision, workers } = options;
  const ended = lines.map((line) => line.ended).sort((a, b) => a - b);
  const warmSeconds = ended[workers - 1]!;
  return {
    ...{ kind: "original", video: path, model, precision, workers, versions, warmSeconds },
    videos: lines.length,
    score: lines[0]!.score,
    videosPerSecond: (lines.length - workers) / (ended[lines.length - 1]! - warmSeconds),
  };
}
