import type { ExecutionEvent } from "../pipeline/execution/events.ts";
import { executePlan, failedVideoRecord } from "../pipeline/execution/execute.ts";
import type { VideoThread } from "../pipeline/execution/video_thread.ts";
import type { CacheSetup } from "../pipeline/execution/worker_protocol.ts";
import { systemClock } from "../platform/host/clock.ts";
import { takeSignals } from "../platform/host/interrupt.ts";
import type { Terminal } from "../platform/host/terminal.ts";
import type { DecoderNote } from "../records/decoder_note.ts";
import type { VideoRecord } from "../records/run_result.ts";
import type { DatasetVideo } from "../records/video.ts";
import { writeThumbs } from "../runs/thumbs.ts";
import {
  type InterruptedWork,
  readWorkNote,
  removeWorkNote,
  writeWorkNote,
} from "../runs/work_note.ts";
import type { Evaluation } from "./evaluation.ts";
import { FOLDERS } from "./folders.ts";
import { type Progress, progressLine } from "./progress_line.ts";
import type { RunWriter } from "./run_writer.ts";
import { crashedTwice, orderWork } from "./suspects.ts";

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

/**
 * Executes the plan over the videos and writes each record. Videos that were in progress when the process died
 * are run first, each alone; the videos in progress are noted on disk until the run ends or is stopped properly.
 */
export async function passVideos(
  evaluation: Evaluation,
  videos: readonly DatasetVideo[],
  options: PassOptions,
): Promise<void> {
  const { writer, terminal } = options;
  const interrupted = readWorkNote(writer.folder);
  const recordOf = ({ id }: DatasetVideo) =>
    writer.journal.has(id) ? writer.journal.read(id) : null;
  const { crashed, alone, together } = orderWork(videos, { interrupted, recordOf });
  const pass = new VideoPass(evaluation, options, videos.length);
  try {
    for (const video of crashed) {
      const record = await failedVideoRecord(evaluation.plan, {
        task: video,
        error: crashedTwice(),
      });
      pass.finish(record, []);
    }
    for (const [place, video] of alone.entries()) {
      terminal.warn(`${JSON.stringify(video.id)} was in progress when Assay died: it is run alone`);
      const later = alone.slice(place + 1).map(({ id }) => id);
      await pass.execute([video], { workers: 1, note: { alone: video.id, together: later } });
    }
    await pass.execute(together, { workers: options.workers, note: null });
    pass.end();
  } finally {
    removeWorkNote(writer.folder);
  }
}

/** How some of the videos are run. */
interface Execution {
  /** Videos at a time. */
  readonly workers: number;
  /** The note of videos in progress; `null`: it lists those that workers have started. */
  readonly note: InterruptedWork | null;
}

/** One pass over the videos of a run, in parts. */
class VideoPass {
  readonly #evaluation: Evaluation;
  readonly #options: PassOptions;
  readonly #progress: Progress;
  #thread: VideoThread | null;
  #modelLoadingMs = 0;
  #warned = false;

  constructor(evaluation: Evaluation, options: PassOptions, total: number) {
    this.#evaluation = evaluation;
    this.#options = options;
    this.#thread = options.thread;
    this.#progress = progressLine(options.terminal, total, {
      warns: evaluation.places === null, // `predict` sums up the failures at its end
    });
  }

  /** Runs some of the videos. */
  async execute(videos: readonly DatasetVideo[], { workers, note }: Execution): Promise<void> {
    const { plan, config: { timing, limits } } = this.#evaluation;
    const { writer, cache, signal } = this.#options;
    const thread = this.#thread;
    this.#thread = null;
    const folders = { models: FOLDERS.models };
    const options = { folders, timing, limits, workers, cache, thread, signal };
    const inWork = new Set<string>();
    if (note !== null) writeWorkNote(writer.folder, note);
    for await (const event of executePlan(plan, videos, options)) {
      if (event.kind === "started" && note === null) {
        inWork.add(event.video);
        writeWorkNote(writer.folder, { alone: null, together: [...inWork] });
      }
      if (event.kind === "video") {
        if (isKilled(event.record)) await takeSignals(signal); // the same Ctrl-C may have killed it
        inWork.delete(event.record.filename);
      }
      this.#take(event);
    }
  }

  /** Writes a video's record. */
  finish(record: VideoRecord, decoders: readonly DecoderNote[]): void {
    this.#options.writer.add(record, decoders);
    this.#progress.done(record);
  }

  end(): void {
    this.#progress.end();
    this.#options.writer.noteTimes({ modelLoadingMs: this.#modelLoadingMs });
  }

  #take(event: ExecutionEvent): void {
    const { writer, thumbs, terminal } = this.#options;
    switch (event.kind) {
      case "ready":
        if (this.#modelLoadingMs === 0) terminal.detail(startSentence(event.milliseconds));
        this.#modelLoadingMs += event.milliseconds;
        return;
      case "started":
        return;
      case "progress":
        return this.#progress.doing(event.video, event.text);
      case "video":
        if (thumbs) writeThumbs(writer.folder, event.record.filename, event.thumbnails);
        this.finish(event.record, event.decoders);
        return this.#warnOfCache(event.cacheProblem);
      default:
        event satisfies never;
    }
  }

  #warnOfCache(problem: string | null): void {
    if (problem === null || this.#warned) return;
    this.#warned = true;
    this.#options.terminal.warn(`nothing more is stored in the stage cache: ${problem}`);
  }
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
