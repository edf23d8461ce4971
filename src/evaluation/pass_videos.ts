import { executePlan } from "../pipeline/execution/execute.ts";
import type { VideoThread } from "../pipeline/execution/video_thread.ts";
import type { CacheSetup } from "../pipeline/execution/worker_protocol.ts";
import { systemClock } from "../platform/host/clock.ts";
import { takeSignals } from "../platform/host/interrupt.ts";
import type { Terminal } from "../platform/host/terminal.ts";
import type { VideoRecord } from "../records/run_result.ts";
import type { DatasetVideo } from "../records/video.ts";
import { writeThumbs } from "../runs/thumbs.ts";
import type { Evaluation } from "./evaluation.ts";
import { FOLDERS } from "./folders.ts";
import { progressLine } from "./progress_line.ts";
import type { RunWriter } from "./run_writer.ts";

/** How the videos of a run are worked on. */
export interface PassOptions {
  readonly writer: RunWriter;
  readonly workers: number;
  /** `null`: without the stage cache. */
  readonly cache: CacheSetup | null;
  /** Whether pictures of the faces are kept in the run folder. */
  readonly thumbs: boolean;
  readonly terminal: Terminal;
  /** A thread that waits for videos; `null`: none was started yet. */
  readonly thread: VideoThread | null;
  readonly signal: AbortSignal;
}

/** Executes the plan over the videos and writes each record. */
export async function passVideos(
  { plan, config }: Evaluation,
  videos: readonly DatasetVideo[],
  options: PassOptions,
): Promise<void> {
  const { writer, workers, cache, thumbs, terminal, thread, signal } = options;
  const progress = progressLine(terminal, videos.length);
  const folders = { models: FOLDERS.models };
  const execution = { folders, timing: config.timing, workers, cache, thread, signal };
  let modelLoadingMs = 0;
  let warned = false;
  for await (const event of executePlan(plan, videos, execution)) {
    if (event.kind === "ready") {
      if (modelLoadingMs === 0) terminal.detail(startSentence(event.milliseconds));
      modelLoadingMs += event.milliseconds;
      continue;
    }
    if (event.kind === "progress") {
      progress.doing(event.video, event.text);
      continue;
    }
    if (isKilled(event.record)) await takeSignals(signal); // maybe by the same Ctrl-C
    if (thumbs) writeThumbs(writer.folder, event.record.filename, event.thumbnails);
    writer.add(event.record, event.decoders);
    progress.done(event.record);
    if (event.cacheProblem === null || warned) continue;
    warned = true;
    terminal.warn(`nothing more is kept in the stage cache: ${event.cacheProblem}`);
  }
  progress.end();
  writer.noteTimes({ modelLoadingMs });
}

/** Whether a program was killed over the video. */
function isKilled({ variants }: VideoRecord): boolean {
  return variants.some(({ error }) => error?.startsWith("TOOL_KILLED") ?? false);
}

/** When the first video was started, counted from the start of the process. */
function startSentence(loadingMs: number): string {
  const [start, loading] = [systemClock.now(), loadingMs].map(Math.round);
  return `first video started after ${start} ms, ${loading} ms of it for loading networks`;
}
