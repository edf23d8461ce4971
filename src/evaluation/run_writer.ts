import { counted } from "../base/text/counted.ts";
import { datasetDigest } from "../datasets/dataset_digest.ts";
import { systemClock } from "../platform/host/clock.ts";
import type { Terminal } from "../platform/host/terminal.ts";
import type { DecoderNote } from "../records/decoder_note.ts";
import { AssayError } from "../records/errors.ts";
import type { CacheHits, RunManifest } from "../records/manifest.ts";
import type { VideoRecord } from "../records/run_result.ts";
import { isRetryable } from "../records/temporary_failure.ts";
import type { OpenJournal } from "../runs/journal.ts";
import { writeManifest } from "../runs/manifest.ts";
import { type DecoderNotes, decoderNotes } from "./decoder_notes.ts";
import type { OpenedRun } from "./open_run.ts";
import { withVideo } from "./stage_cache_use.ts";

/** Milliseconds that a process spent before its first video and on loading networks. */
interface StartTimes {
  readonly setUpMs: number;
  readonly modelLoadingMs: number;
  /** Share of the cores that other programs took meanwhile, in [0, 1]; `null`: not known. */
  readonly elsewhere: number | null;
}

/**
 * Writes a run in progress: each video's record into the journal, and the manifest when the run ends. Dispose of
 * it to close the journal.
 */
export class RunWriter implements Disposable {
  readonly folder: string;
  readonly journal: OpenJournal;
  readonly #initial: RunManifest;
  readonly #decoders: DecoderNotes;
  /** When this process started the evaluation, by `systemClock.now`. */
  readonly #started: number;
  #manifest: RunManifest;
  #cacheHits: CacheHits;
  #times: StartTimes = { setUpMs: 0, modelLoadingMs: 0, elsewhere: null };

  constructor(
    { folder, manifest, journal }: OpenedRun,
    { started, terminal }: { readonly started: number; readonly terminal: Terminal },
  ) {
    this.folder = folder;
    this.journal = journal;
    this.#initial = manifest;
    this.#manifest = manifest;
    this.#started = started;
    this.#cacheHits = manifest.cacheHits ?? { whole: 0, partly: 0 };
    this.#decoders = decoderNotes(terminal);
    this.#decoders.take(manifest.decoders ?? []);
  }

  /** As last written. */
  get manifest(): RunManifest {
    return this.#manifest;
  }

  get cacheHits(): CacheHits {
    return this.#cacheHits;
  }

  /** Puts a video's record on disk. */
  add(record: VideoRecord, decoders: readonly DecoderNote[]): void {
    this.journal.append(record, { again: this.journal.has(record.filename) });
    this.#cacheHits = withVideo(this.#cacheHits, record);
    this.#decoders.take(decoders);
  }

  noteTimes(times: Partial<StartTimes>): void {
    this.#times = { ...this.#times, ...times };
  }

  /**
   * Ends a run all of whose videos have a record.
   * @param instructionSet of the CPU; `null`: not known
   */
  complete(instructionSet: string | null): void {
    const { digest, retryable } = this.#readBack();
    const { dataset, host, proof, warnings } = this.#manifest;
    this.#manifest = {
      ...this.#manifest,
      host: { ...host, ...(instructionSet !== null && { instructionSet }) },
      dataset: { ...dataset, digest },
      ...(proof && { proof: { ...proof, videos: "", journal: this.journal.proof() } }),
      retryable,
      warnings: retryable === 0 ? warnings : [...warnings, retrySentence(retryable)],
    };
    this.close("complete");
  }

  close(status: RunManifest["status"]): void {
    const decoders = this.#decoders.all();
    this.#manifest = {
      ...this.#manifest,
      status,
      cacheHits: this.#cacheHits,
      ...(decoders && { decoders }),
      times: this.#endTimes(),
    };
    writeManifest(this.folder, this.#manifest);
  }

  /**
   * Ends a run before its last video. Errors of writing the manifest, as on a full disk, are dropped: the error that
   * ended the run is the one to report.
   */
  end(status: "failed" | "interrupted"): void {
    try {
      this.close(status);
    } catch (error) {
      if (!(error instanceof AssayError)) throw error;
    }
  }

  [Symbol.dispose](): void {
    this.journal.close();
  }

  #endTimes(): RunManifest["times"] {
    const { times } = this.#initial;
    const { setUpMs, modelLoadingMs, elsewhere } = this.#times;
    return {
      ...times,
      endedAt: new Date(systemClock.time()).toISOString(),
      setUpMs: times.setUpMs + setUpMs,
      modelLoadingMs: times.modelLoadingMs + modelLoadingMs,
      endToEndMs: (times.endToEndMs ?? 0) + systemClock.now() - this.#started,
      ...(elsewhere === null || times.resumes > 0 ? {} : { elsewhere }),
    };
  }

  /** The digest of the videos that the run read, and how many failed temporarily. */
  #readBack(): { readonly digest: string; readonly retryable: number } {
    let retryable = 0;
    const digest = datasetDigest(
      this.journal.filenames().values().map((name) => {
        const { filename: id, ...facts } = this.journal.read(name);
        if (isRetryable(facts)) retryable += 1;
        return { id, ...facts };
      }),
    );
    return { digest, retryable };
  }
}

/** Makes the warning of a complete run some of whose videos failed temporarily. */
function retrySentence(videos: number): string {
  return `The run is complete, but ${counted(videos, "video")} failed temporarily; ` +
    "--resume DIR tries them again.";
}
