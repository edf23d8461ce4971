import { readInstructionSet } from "../platform/onnxruntime/instruction_set.ts";
import { counted } from "../base/text/counted.ts";
import { systemClock } from "../platform/host/clock.ts";
import { takeSignals } from "../platform/host/interrupt.ts";
import { loadLater } from "../platform/host/load_later.ts";
import { measureOtherLoad } from "../platform/host/process_usage.ts";
import type { RunManifest } from "../records/manifest.ts";
import type { DatasetVideo } from "../records/video.ts";
import { removeFailedStart } from "../runs/failed_start.ts";
import type { Evaluation } from "./evaluation.ts";
import { openRun } from "./open_run.ts";
import { passVideos } from "./pass_videos.ts";
import type { RunContext } from "./run_context.ts";
import { interruptedSentence, resumeCommandFor } from "./interrupted_run.ts";
import { freshManifest } from "./run_manifest.ts";
import type { RunOptions } from "./run_options.ts";
import { RunWriter } from "./run_writer.ts";
import { cacheSentence, stageCacheOf } from "./stage_cache_use.ts";
import { workersFor } from "./workers_for.ts";

/** What came of an evaluation. */
export interface FinishedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
  /** Whether the user stopped it. */
  readonly interrupted: boolean;
}

/** What a run works with, settled before its first video. */
interface RunSetup {
  readonly workers: number;
  readonly cache: ReturnType<typeof stageCacheOf>;
  /** When this process started the evaluation, by `systemClock.now`. */
  readonly started: number;
  /** Videos that have a record and are to be tried again. */
  readonly again: ReadonlySet<string>;
}

/**
 * Runs a prepared evaluation into a run folder, new or resumed. The journal has each video's record on disk
 * before the next is started, so that nothing computed is ever lost.
 */
export async function runEvaluation(
  evaluation: Evaluation,
  options: RunOptions,
  context: RunContext,
): Promise<FinishedRun> {
  const started = systemClock.now();
  const { terminal } = context;
  if (evaluation.taken !== null) terminal.note(`--limit ${evaluation.taken}`);
  for (const note of evaluation.notes) terminal.note(note);
  for (const warning of [...evaluation.labelNotes, ...evaluation.warnings]) terminal.warn(warning);
  const workers = workersFor(evaluation, options);
  const cache = stageCacheOf(evaluation, options);
  const fresh = await freshManifest(evaluation, {
    command: context.args,
    workers,
    cache: cache !== null,
    repeats: options.repeats,
  });
  const { signal } = context.interrupt;
  signal.throwIfAborted();
  const { dataset } = evaluation;
  const opened = await openRun(fresh, { target: options.target, dataset, terminal, signal });
  using writer = new RunWriter(opened, { started, terminal });
  /** Writes it at once, so that it is on disk whatever happens next. */
  const markInterrupted = () => {
    writer.end("interrupted");
    terminal.warn(interruptedSentence(writer.folder, context));
  };
  if (signal.aborted) markInterrupted();
  signal.addEventListener("abort", markInterrupted);
  try {
    signal.throwIfAborted();
    const setup = { workers, cache, started, again: opened.again };
    await passAll(evaluation, writer, { setup, context, signal });
  } catch (error) {
    if (!signal.aborted) {
      endFailed(writer, { isNew: options.target.kind === "new", context });
      throw error;
    }
    writer.end("interrupted");
  } finally {
    signal.removeEventListener("abort", markInterrupted);
  }
  return { folder: writer.folder, manifest: writer.manifest, interrupted: signal.aborted };
}

/** Ends a run that an error stopped. A new one without any record is removed: there is nothing to resume. */
function endFailed(
  writer: RunWriter,
  { isNew, context }: { readonly isNew: boolean; readonly context: RunContext },
): void {
  writer.end("failed");
  if (writer.journal.filenames().length > 0) {
    const resume = resumeCommandFor(writer.folder, context);
    context.terminal.warn(`nothing computed is lost. Resume with: ${resume}`);
  } else if (isNew) removeQuietly(writer.folder);
}

/** Removes a failed start. Errors are dropped: the error that ended the run is the one to report. */
function removeQuietly(folder: string): void {
  try {
    removeFailedStart(folder);
  } catch {
    // A folder that stays can be used again.
  }
}

/** Works on every video without a record, and completes the run. */
async function passAll(
  evaluation: Evaluation,
  writer: RunWriter,
  { setup: { workers, cache, started, again }, context, signal }: {
    readonly setup: RunSetup;
    readonly context: RunContext;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { terminal, repeatOf, thread } = context;
  const { videos: all } = evaluation.dataset;
  const videos = all.filter(({ id }) => !writer.journal.has(id) || again.has(id));
  terminal.note(startSentence(evaluation, { videos, workers }));
  writer.noteTimes({ setUpMs: systemClock.now() - started });
  const elsewhere = measureOtherLoad();
  // A repeat has the same faces as its run.
  const thumbs = repeatOf === undefined;
  const tools = { writer, workers, cache, thumbs, terminal, thread: thread ?? null, signal };
  await passVideos(evaluation, videos, tools);
  writer.noteTimes({ elsewhere: elsewhere() });
  const fromCache = cacheSentence(writer.cacheHits, all.length);
  if (fromCache) terminal.note(fromCache);
  await takeSignals(signal);
  writer.complete(await readInstructionSet());
  const { journal, manifest } = writer;
  warnOfRetries(manifest, { folder: writer.folder, context });
  const { rememberTimes } = await loadLater<typeof import("./remember_times.ts")>(
    new URL("./remember_times.ts", import.meta.url),
  );
  rememberTimes(videos.map(({ id }) => id), { journal, plan: evaluation.plan, manifest, started });
}

function startSentence(
  { plan, dataset, provider }: Evaluation,
  { videos, workers }: { readonly videos: readonly DatasetVideo[]; readonly workers: number },
): string {
  const total = dataset.videos.length;
  const device = provider.device ?? "CPU";
  const reason = provider.reason ? ` (${provider.reason})` : "";
  const done = total - videos.length;
  const resumed = done > 0 ? `, ${done} of them done before` : "";
  const variants = counted(plan.variants.length, "variant");
  return `${dataset.name}: ${
    counted(total, "video")
  }${resumed}, ${variants}, on ${device}${reason}, ` +
    `${workers} at a time`;
}

/** Warns of videos that failed temporarily, and names the command that tries them again. */
function warnOfRetries(
  { retryable = 0 }: RunManifest,
  { folder, context }: { readonly folder: string; readonly context: RunContext },
): void {
  if (retryable === 0) return;
  const videos = counted(retryable, "video");
  context.terminal.warn(
    `complete, but ${videos} failed temporarily. Try again with: ${
      resumeCommandFor(folder, context)
    }`,
  );
}
