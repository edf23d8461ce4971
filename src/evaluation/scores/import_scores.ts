import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type ImportedConfig, loadDecisions } from "../../config/load.ts";
import { DEFAULT_CLIP } from "../../metrics/contract.ts";
import { requireLevel } from "../../datasets/independence/dataset_level.ts";
import { datasetWarnings } from "../../datasets/dataset_warnings.ts";
import { labelSentences } from "../../datasets/label_sentences.ts";
import { probeVideo } from "../../platform/ffmpeg/video_probe.ts";
import { sha256Clip } from "../../platform/files/clip_contents.ts";
import { systemClock } from "../../platform/host/clock.ts";
import type { Terminal } from "../../platform/host/terminal.ts";
import type { DatasetQuery } from "../../records/dataset_query.ts";
import { usageError } from "../../records/errors.ts";
import type { ImportedScores } from "../../records/imported_scores.ts";
import type { VideoRecord } from "../../records/run_result.ts";
import { unknownVariant } from "../../records/unknown_variant.ts";
import type { DatasetVideo } from "../../records/video.ts";
import { type ChosenVideos, chosenVideos } from "../chosen_videos.ts";
import { readConfigText } from "../config_text.ts";
import { FOLDERS } from "../folders.ts";
import { RUN_FILES } from "../../runs/run_files.ts";
import { openRun } from "../open_run.ts";
import type { RunContext } from "../run_context.ts";
import { RunWriter } from "../run_writer.ts";
import { type ImportFacts, importNotes, importWarnings, takenColumns } from "./import_notes.ts";
import { importedManifest } from "./imported_manifest.ts";
import { readScores, type ScoreReading } from "./read_scores.ts";
import { readScoreFile } from "./score_file.ts";
import { type FileFacts, scoreRecord } from "./score_records.ts";
import { scoredVideos } from "./scored_videos.ts";

/** A call of `scores import`. */
export interface ImportTask {
  /** Path of the file of scores. */
  readonly file: string;
  /** At least one. */
  readonly datasets: readonly DatasetQuery[];
  /** `null`: the splits of the operating point, else the dataset's own default. */
  readonly split: string | null;
  /** Evaluation file that says what decisions cost, where they are fitted, and what is independent; `null`: none. */
  readonly config: string | null;
  /** Whether the videos may all be without a label. */
  readonly allowUnlabelled: boolean;
  /** Name of the run under `reports/`, and of the variant where the file names none. */
  readonly name: string;
  /** Run folder; `null`: one of that name under `reports/`. */
  readonly out: string | null;
  readonly reading: Omit<ScoreReading, "variant">;
  /** How the scores of a video are pooled; `null`: by the mean where the file has faces or frames. */
  readonly pooling: string | null;
  /** The variant that the others are compared with; `null`: the first. */
  readonly compareWith: string | null;
  /** Videos are called fake at or above it, in (0, 1). */
  readonly decision: number;
}

/**
 * Makes a run folder of scores that Assay did not compute. Everything is read before the folder is made.
 * @returns the folder
 * @throws AssayError (exit 2, 3 or 4) when the file, the dataset or the folder cannot be used
 */
export async function importScores(task: ImportTask, context: RunContext): Promise<string> {
  const started = systemClock.now();
  const { terminal } = context;
  const target = { kind: "new", folder: requireFreeFolder(task) } as const;
  const decisions = await readDecisions(task);
  const { facts, chosen } = await readAll(task, decisions);
  for (const note of [...chosen.dataset.notes, ...importNotes(facts)]) terminal.note(note);
  const warnings = importWarnings(facts);
  const dataWarnings = datasetWarnings(chosen.around);
  const about = [...warnings, ...dataWarnings.map(({ sentence }) => sentence)];
  for (const warning of [...labelSentences(chosen.dataset), ...about]) terminal.warn(warning);
  const manifest = await importedManifest({
    ...chosen,
    command: context.args,
    decisions,
    imported: importedFacts(task, facts),
    variants: facts.scored.variants,
    compareWith: mainVariant(task, facts),
    decision: task.decision,
    clip: DEFAULT_CLIP,
    dataWarnings,
    warnings: about,
  });
  const records = await recordsOf(facts, terminal);
  const { signal } = context.interrupt;
  const { dataset } = chosen;
  const opened = await openRun(manifest, { target, dataset, terminal, signal });
  using writer = new RunWriter(opened, { started, terminal });
  for (const record of records) writer.add(record, []);
  writer.complete(null);
  return writer.folder;
}

/** @throws AssayError RUN_EXISTS (exit 2) */
function requireFreeFolder({ name, out }: ImportTask): string {
  const folder = out === null ? join(FOLDERS.reports, name) : resolve(out);
  const runFiles = [RUN_FILES.manifest, RUN_FILES.journal].map((name) => join(folder, name));
  // A folder of the user's choice may be there, a folder under reports/ may hold something else, such as baselines.
  if (![...runFiles, ...(out === null ? [folder] : [])].some((path) => existsSync(path))) {
    return folder;
  }
  throw usageError("RUN_EXISTS", {
    what: `${folder} is there already${out === null ? "" : " and holds a run"}`,
    remedy: "Choose another folder with --out DIR, or another --name, or remove it first",
  });
}

async function readDecisions({ config }: ImportTask): Promise<ImportedConfig> {
  if (config === null) return { costs: null, operatingPoint: null, independent: null };
  const { text, source } = await readConfigText({ config });
  return loadDecisions(text, { source });
}

async function readAll(
  task: ImportTask,
  { operatingPoint, independent }: ImportedConfig,
): Promise<{ readonly facts: ImportFacts; readonly chosen: ChosenVideos }> {
  const { datasets, split, allowUnlabelled } = task;
  const file = await readScoreFile(resolve(task.file));
  const read = readScores(file, { ...task.reading, variant: task.name });
  const chosen = await chosenVideos({ datasets, split, operatingPoint }, {
    overrides: { datasets: [], split: null },
    labels: allowUnlabelled ? "optional" : "required",
    limit: null,
    strict: false,
  });
  requireLevel(chosen.dataset, { independent });
  const { columns } = read;
  const hasFaces = columns.frame !== null || columns.face !== null;
  const pooling = task.pooling ?? (hasFaces ? "mean" : null);
  const { videos, name: dataset } = chosen.dataset;
  const scored = scoredVideos(read, videos, {
    ...{ name: file.name, dataset, pooled: pooling !== null },
    allowMissing: task.reading.allowMissing,
  });
  return { facts: { file, read, scored, videos, dataset, pooling }, chosen };
}

function importedFacts(
  { file: path }: ImportTask,
  { file, read, scored, pooling }: ImportFacts,
): ImportedScores {
  const { columns, polarity, activation, rows } = read;
  return {
    file: resolve(path),
    sha256: file.sha256,
    importedAt: new Date(systemClock.time()).toISOString(),
    rows: rows.length,
    columns: takenColumns(file, columns),
    polarity,
    activation,
    pooling,
    facesKnown: pooling !== null ||
      (columns.own !== null && rows.every(({ own }) => own!.faces !== null)),
    unmatched: scored.unmatched.length,
    missing: scored.missing,
  };
}

/** @throws AssayError VARIANT_UNKNOWN (exit 2) */
function mainVariant({ compareWith }: ImportTask, { file, scored }: ImportFacts): string {
  const { variants: known } = scored;
  if (compareWith === null) return known[0]!;
  if (known.includes(compareWith)) return compareWith;
  throw unknownVariant(compareWith, { known, where: file.name, by: "--compare-with" });
}

/** The records of all videos, whose files are hashed and probed as an evaluation does. */
async function recordsOf(
  { videos, scored, file, pooling }: ImportFacts,
  terminal: Pick<Terminal, "progress" | "warn">,
): Promise<readonly VideoRecord[]> {
  const records: VideoRecord[] = [];
  let unprobed = 0;
  for (const video of videos) {
    terminal.progress(`hashing videos: ${records.length + 1} of ${videos.length}`);
    const known = await fileFacts(video);
    if (known.metadata === null) unprobed += 1;
    const options = { ...known, pooling, file: file.name, sha256: file.sha256 };
    records.push(scoreRecord(video, scored, options));
  }
  if (unprobed > 0) {
    terminal.warn(
      `${unprobed} of ${videos.length} videos could not be probed, so that their resolution, ` +
        "duration and codec are not known; where ffprobe is missing, `deno task setup` adds it",
    );
  }
  return records;
}

/** Hash and metadata of a video; neither is needed for its scores. */
async function fileFacts({ source }: DatasetVideo): Promise<FileFacts> {
  const [hash, metadata] = await Promise.allSettled([sha256Clip(source), probeVideo(source)]);
  return {
    contentHash: hash.status === "fulfilled" ? hash.value : null,
    metadata: metadata.status === "fulfilled" ? metadata.value : null,
  };
}
