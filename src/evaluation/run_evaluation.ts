import { join } from "node:path";
import { counted } from "../base/text/counted.ts";
import { AssayError, usageError } from "../records/errors.ts";
import type { DecoderNote } from "../records/decoder_note.ts";
import type { RunManifest } from "../records/manifest.ts";
import type { VideoRecord } from "../records/run_result.ts";
import type { DatasetVideo } from "../records/video.ts";
import { executePlan } from "../pipeline/execution/execute.ts";
import type { VideoThread } from "../pipeline/execution/video_thread.ts";
import type { CacheSetup } from "../pipeline/execution/worker_protocol.ts";
import { type OpenJournal, resumeJournal } from "../runs/journal.ts";
import { readManifest, writeManifest } from "../runs/manifest.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import { latestUnfinishedRun, newRunFolder, type RunFolder } from "../runs/run_folder.ts";
import { writeThumbs } from "../runs/thumbs.ts";
import { systemClock } from "../platform/host/clock.ts";
import { readCheckedOutCommit } from "../platform/host/commit.ts";
import { readHostFacts } from "../platform/host/host_facts.ts";
import { measureOtherLoad } from "../platform/host/process_usage.ts";
import { projectRoot } from "../platform/files/project.ts";
import { ONNX_RUNTIME_VERSION } from "../platform/onnxruntime/provider.ts";
import { datasetDigest } from "../datasets/dataset_digest.ts";
import type { RunContext } from "./run_context.ts";
import { cpuNodes } from "./cpu_nodes.ts";
import { decoderNotes } from "./decoder_notes.ts";
import type { Evaluation } from "./evaluation.ts";
import { FOLDERS } from "./folders.ts";
import { interruptSignal } from "../platform/host/interrupt.ts";
import { VERSION } from "../platform/host/version.ts";
import { progressLine } from "./progress_line.ts";
import type { RunOptions } from "./run_options.ts";
import { rememberTimes } from "./remember_times.ts";
import { startingManifest } from "./run_manifest.ts";
import { cacheSentence, stageCacheOf, withVideo } from "./stage_cache_use.ts";
import { workersFor } from "./workers_for.ts";

/** What came of an evaluation. */
export interface FinishedRun {
  readonly folder: string;
  readonly manifest: RunManifest;
  /** Whether the user stopped it. */
  readonly interrupted: boolean;
}

/**
 * Runs a prepared evaluation into a run folder: new, or one that is gone on with. The journal has each
 * video's record on disk before the next is begun, so that whatever happens nothing computed is lost.
 */
export async function runEvaluation(
  evaluation: Evaluation,
  options: RunOptions,
  context: RunContext,
): Promise<FinishedRun> {
  const started = systemClock.now();
  const { terminal } = context;
  for (const warning of evaluation.warnings) terminal.warn(warning);
  const workers = workersFor(evaluation, options);
  const cache = stageCacheOf(evaluation, options);
  const plain = await freshManifest(evaluation, { workers, cache: cache !== null, context });
  const { repeats } = options;
  const fresh = repeats === null ? plain : { ...plain, repeats };
  const { folder, manifest: begun } = openRun(fresh, options);
  const journal = resumeJournal(join(folder, RUN_FILES.journal));
  const interrupt = interruptSignal();
  const clock = { setUpMs: 0, modelLoadingMs: 0, elsewhere: null as number | null };
  let cacheHits = begun.cacheHits ?? { whole: 0, partly: 0 };
  const decoders = decoderNotes(terminal);
  decoders.take(begun.decoders ?? []);
  let manifest = begun;
  const close = (status: RunManifest["status"]) => {
    const endToEndMs = (begun.times.endToEndMs ?? 0) + systemClock.now() - started;
    const { setUpMs, modelLoadingMs } = begun.times;
    manifest = {
      ...manifest,
      status,
      cacheHits,
      decoders: decoders.all(),
      times: {
        ...begun.times,
        endedAt: new Date().toISOString(),
        setUpMs: setUpMs + clock.setUpMs,
        modelLoadingMs: modelLoadingMs + clock.modelLoadingMs,
        endToEndMs,
        ...(clock.elsewhere === null || begun.times.resumes > 0
          ? {}
          : { elsewhere: clock.elsewhere }),
      },
    };
    writeManifest(folder, manifest);
  };
  writeManifest(folder, manifest);
  try {
    const videos = evaluation.dataset.videos.filter(({ id }) => !journal.has(id));
    announce(evaluation, { videos, workers, terminal, total: evaluation.dataset.videos.length });
    clock.setUpMs = systemClock.now() - started;
    const elsewhere = measureOtherLoad();
    clock.modelLoadingMs = await passVideos(evaluation, videos, {
      // The faces of a repeat are those of its run.
      thumbs: context.repeatOf === undefined ? folder : null,
      journal,
      workers,
      cache,
      terminal,
      thread: context.thread ?? null,
      signal: interrupt.signal,
      done(record, decided) {
        cacheHits = withVideo(cacheHits, record);
        decoders.take(decided);
      },
    });
    clock.elsewhere = elsewhere();
    const fromCache = cacheSentence(cacheHits, evaluation.dataset.videos.length);
    if (fromCache) terminal.note(fromCache);
    manifest = { ...manifest, dataset: { ...manifest.dataset, digest: digestOf(journal) } };
    close("complete");
    rememberTimes(videos.map(({ id }) => id), {
      journal,
      plan: evaluation.plan,
      manifest,
      started,
    });
  } catch (error) {
    if (!interrupt.signal.aborted) {
      // A full disk refuses this as well; what went wrong first is what is said.
      attempt(() => close("failed"));
      throw error;
    }
    close("interrupted");
    terminal.warn(
      `interrupted; nothing computed is lost. Go on with: deno task ${context.args[0]} --resume ${
        context.repeatOf ?? folder
      }`,
    );
  } finally {
    interrupt.dispose();
    journal.close();
  }
  return { folder, manifest, interrupted: interrupt.signal.aborted };
}

function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
  }
}

/** The identity of the videos that the run really read. */
function digestOf(journal: OpenJournal): string {
  return datasetDigest(
    journal.filenames().values().map((name) => {
      const { filename: id, ...facts } = journal.read(name);
      return { id, ...facts };
    }),
  );
}

/** Executes the plan over the videos and notes each record. Returns milliseconds of model loading. */
async function passVideos(
  { plan, config }: Evaluation,
  videos: readonly DatasetVideo[],
  { thumbs, journal, workers, cache, terminal, thread, signal, done }: {
    /** The run's folder; `null`: no thumbnails are kept. */
    thumbs: string | null;
    journal: OpenJournal;
    workers: number;
    cache: CacheSetup | null;
    terminal: RunContext["terminal"];
    thread: VideoThread | null;
    signal: AbortSignal;
    done: (record: VideoRecord, decoders: readonly DecoderNote[]) => void;
  },
): Promise<number> {
  const progress = progressLine(terminal, videos.length);
  const folders = { mtcnn: FOLDERS.mtcnn };
  const options = { folders, timing: config.timing, workers, cache, thread, signal };
  let modelLoadingMs = 0;
  let warned = false;
  for await (const event of executePlan(plan, videos, options)) {
    if (event.kind === "ready") {
      if (modelLoadingMs === 0) terminal.detail(startSentence(event.milliseconds));
      modelLoadingMs += event.milliseconds;
      continue;
    }
    if (event.kind === "progress") {
      progress.doing(event.video, event.text);
      continue;
    }
    if (thumbs !== null) writeThumbs(thumbs, event.record.filename, event.thumbnails);
    journal.append(event.record);
    done(event.record, event.decoders);
    progress.done(event.record);
    if (event.cacheProblem === null || warned) continue;
    warned = true;
    terminal.warn(`nothing more is kept in the stage cache: ${event.cacheProblem}`);
  }
  progress.end();
  return modelLoadingMs;
}

/** When the first video is begun, counted from the start of the process. */
function startSentence(loadingMs: number): string {
  const [start, loading] = [systemClock.now(), loadingMs].map(Math.round);
  return `the first video was begun ${start} ms after the start, ${loading} ms of them for loading networks`;
}

async function freshManifest(
  evaluation: Evaluation,
  { workers, cache, context }: { workers: number; cache: boolean; context: RunContext },
): Promise<RunManifest> {
  const { config, plan, dataset, split, provider, dataWarnings, warnings } = evaluation;
  return startingManifest({
    runId: "",
    command: context.args,
    config,
    plan,
    dataset,
    split,
    provider: { ...provider, asked: config.provider },
    cpuNodes: await cpuNodes(plan),
    workers,
    cache,
    versions: {
      assayVersion: VERSION,
      assay: await readCheckedOutCommit(projectRoot()),
      deno: Deno.version.deno,
      onnxRuntime: ONNX_RUNTIME_VERSION,
      ffmpeg: evaluation.ffmpeg,
    },
    host: readHostFacts(),
    startedAt: new Date(),
    dataWarnings,
    warnings,
  });
}

/** The folder to write to and the manifest to start from. */
function openRun(
  fresh: RunManifest,
  { target }: RunOptions,
): { folder: string; manifest: RunManifest } {
  if (target.kind === "new") {
    const { runId, path }: RunFolder = newRunFolder(FOLDERS.reports, target.folder);
    return { folder: path, manifest: { ...fresh, runId } };
  }
  const folder = target.folder ?? latestUnfinishedRun(FOLDERS.reports);
  if (folder === null) {
    throw usageError("NOTHING_TO_RESUME", {
      what: "there is no unfinished run under reports/",
      remedy: "Start one, or name its folder with --resume DIR",
    });
  }
  const before = readManifest(folder);
  requireSame(before, fresh);
  const { startedAt, setUpMs, modelLoadingMs, endToEndMs, resumes } = before.times;
  const times = { startedAt, endedAt: null, setUpMs, modelLoadingMs, endToEndMs };
  return {
    folder,
    manifest: {
      ...fresh,
      runId: before.runId,
      cacheHits: before.cacheHits,
      decoders: before.decoders,
      repeats: fresh.repeats ?? before.repeats,
      times: { ...times, resumes: resumes + 1 },
    },
  };
}

/** A run is only gone on with under the settings, data, models and provider that it began with. */
function requireSame(before: RunManifest, now: RunManifest): void {
  const facts: [string, (manifest: RunManifest) => unknown][] = [
    ["variants", ({ variants }) => variants],
    ["dataset", ({ dataset }) => ({ ...dataset, digest: null })],
    ["models", ({ models }) => models],
    ["provider", ({ execution }) => execution.used],
    ["threads", ({ execution }) => execution.threadsPerSession],
    ["timing", ({ execution }) => execution.timing],
    ["code and tools", ({ versions }) => versions],
  ];
  for (const [name, fact] of facts) {
    if (JSON.stringify(fact(before)) === JSON.stringify(fact(now))) continue;
    throw usageError("RESUME_DIFFERS", {
      what: `the run was begun with other ${name}`,
      remedy: "Give the flags and config that it was begun with, or start a new run",
    });
  }
}

function announce(
  { plan, dataset, provider }: Evaluation,
  { videos, workers, terminal, total }: {
    videos: readonly DatasetVideo[];
    workers: number;
    terminal: RunContext["terminal"];
    total: number;
  },
): void {
  const device = provider.device ?? "CPU";
  const reason = provider.reason ? ` (${provider.reason})` : "";
  const done = total - videos.length;
  const resumed = done > 0 ? `, ${done} of them done before` : "";
  terminal.note(
    `${dataset.name}: ${counted(total, "video")}${resumed}, ${
      counted(plan.variants.length, "variant")
    }, ` +
      `on ${device}${reason}, ${workers} at a time`,
  );
}
