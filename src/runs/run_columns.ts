import type { RunManifest } from "../records/manifest.ts";
import {
  type StageRecord,
  STAGES,
  type TimingMode,
  type VideoRecord,
} from "../records/run_result.ts";
import type { Fallback, VideoStatus } from "../records/verdict.ts";
import type { FrameCounts, VideoMetadata } from "../records/video.ts";
import { faceCollector, type FaceColumns } from "./face_columns.ts";
import type { Journal } from "./journal.ts";
import { tagCollector } from "./tag_columns.ts";
import type { TagColumns } from "../records/tag_column.ts";
import { stagesOf, timingMode, verdictsInOrder } from "./table_rows.ts";

/** A run's numbers as columns for statistics, which fit in memory although the records may not. */
export interface RunColumns {
  /** Sorted by code point; all columns are in this order. */
  readonly filenames: readonly string[];
  /** Labels: 1 is fake, 0 is real, −1 not known. */
  readonly labels: Int8Array;
  readonly groups: readonly string[];
  /** `null`: the dataset gives none. */
  readonly splits: readonly (string | null)[];
  /** Tags of the dataset and Assay's own. */
  readonly tags: TagColumns;
  readonly data: DataColumns;
  /** Listed in config order. */
  readonly variants: readonly VariantColumns[];
}

/** One variant's columns. */
export interface VariantColumns {
  readonly name: string;
  /** P(fake). */
  readonly probabilities: Float64Array;
  /** 1 for videos that could not be scored, where 0.5 is used. */
  readonly fellBack: Uint8Array;
  /** 0 where the number is not known, which the manifest tells. */
  readonly faces: Uint32Array;
  /** Its face scores; `null`: the journal does not record which faces it scored. */
  readonly faceColumns: FaceColumns | null;
  /** One column per stage, milliseconds; NaN: read from the stage cache, or not known. */
  readonly stageMs: readonly Float32Array[];
  /** All stages together, milliseconds; NaN: not all of them are timed. */
  readonly totalMs: Float32Array;
  /** Number of variants that shared each stage, this one included; minimum over the videos. */
  readonly sharedBy: Uint32Array;
  readonly statuses: Record<VideoStatus, number>;
  readonly fallbacks: Record<Fallback, number>;
  readonly modes: Record<TimingMode, number>;
}

type VerdictColumns = Omit<VariantColumns, "faceColumns">;

/** Reads a run's columns; each record is read once, one at a time. */
export function readColumns(manifest: RunManifest, journal: Journal): RunColumns {
  const filenames = journal.filenames();
  const labels = new Int8Array(filenames.length);
  const groups: string[] = [];
  const splits: (string | null)[] = [];
  const variants = manifest.variants.map(({ name }) => emptyColumns(name, filenames.length));
  const faces = faceCollector(manifest);
  const data = dataCollector(manifest, filenames.length);
  const tags = tagCollector(manifest, filenames.length);
  filenames.forEach((filename, row) => {
    const record = journal.read(filename);
    labels[row] = record.label === null ? -1 : record.label === "FAKE" ? 1 : 0;
    groups.push(record.group);
    splits.push(record.split);
    addVerdicts(variants, { record, manifest, row });
    faces.add(record);
    data.add(record, row);
    tags.add(record, row);
  });
  const faceColumns = faces.columns();
  return {
    filenames,
    labels,
    groups,
    splits,
    tags: tags.columns(),
    data: data.columns(),
    variants: variants.map((columns, v) => ({ ...columns, faceColumns: faceColumns[v]! })),
  };
}

function emptyColumns(name: string, rows: number): VerdictColumns {
  return {
    name,
    probabilities: new Float64Array(rows),
    fellBack: new Uint8Array(rows),
    faces: new Uint32Array(rows),
    stageMs: STAGES.map(() => new Float32Array(rows)),
    totalMs: new Float32Array(rows),
    sharedBy: new Uint32Array(STAGES.length),
    statuses: { ok: 0, no_frames: 0, no_face: 0, failed: 0 },
    fallbacks: { single_face: 0, aborted: 0, empty_crop: 0, no_face: 0, no_frames: 0, error: 0 },
    modes: { attributed: 0, isolated: 0, cached: 0, unknown: 0 },
  };
}

function addVerdicts(
  variants: readonly VerdictColumns[],
  { record, manifest, row }: { record: VideoRecord; manifest: RunManifest; row: number },
): void {
  const users = new Uint32Array(record.stages.length);
  for (const { stages } of record.variants) for (const index of stages) users[index]! += 1;
  verdictsInOrder(record, manifest).forEach((verdict, v) => {
    const columns = variants[v]!;
    const stages = stagesOf(record, verdict);
    columns.probabilities[row] = verdict.probability;
    columns.fellBack[row] = verdict.fallback === null ? 0 : 1;
    columns.faces[row] = verdict.faces ?? 0;
    stages.forEach((stage, s) => {
      const sharers = users[verdict.stages[s]!]!;
      columns.stageMs[s]![row] = timedMs(stage);
      columns.sharedBy[s] = row === 0 ? sharers : Math.min(columns.sharedBy[s]!, sharers);
    });
    columns.totalMs[row] = stages.reduce((sum, stage) => sum + timedMs(stage), 0);
    columns.statuses[verdict.status] += 1;
    if (verdict.fallback !== null) columns.fallbacks[verdict.fallback] += 1;
    columns.modes[timingMode(stages)] += 1;
  });
}

function timedMs({ mode, milliseconds }: StageRecord): number {
  return mode === "cached" || mode === "unknown" ? NaN : milliseconds;
}

/** Columns about the data, one entry per video. */
interface DataColumns {
  /** SHA-256 of the file, hex; `null`: it could not be read. */
  readonly contentHashes: readonly (string | null)[];
  /** Values for the variant of `compareWith`. */
  readonly framesRequested: Uint32Array;
  readonly framesRead: Uint32Array;
  readonly faces: Uint32Array;
  /** 1 for videos on which that variant failed, so that the three columns above are not valid. */
  readonly failed: Uint8Array;
  /** Frame counts and rotation from each container; `null`: it could not be probed. */
  readonly containers: readonly (ContainerFacts | null)[];
}

type ContainerFacts = FrameCounts & Pick<VideoMetadata, "rotation">;

/** Collects data columns by record. */
interface DataCollector {
  add(record: VideoRecord, row: number): void;
  columns(): DataColumns;
}

/** Makes a collector. @param rows number of records */
function dataCollector({ compareWith }: RunManifest, rows: number): DataCollector {
  const contentHashes = new Array<string | null>(rows).fill(null);
  const framesRequested = new Uint32Array(rows), framesRead = new Uint32Array(rows);
  const faces = new Uint32Array(rows), failed = new Uint8Array(rows);
  const containers = new Array<ContainerFacts | null>(rows).fill(null);
  return {
    add({ contentHash, metadata, variants }, row) {
      const verdict = variants.find(({ variant }) => variant === compareWith);
      contentHashes[row] = contentHash;
      containers[row] = metadata;
      framesRequested[row] = verdict?.framesRequested ?? 0;
      framesRead[row] = verdict?.framesRead ?? 0;
      faces[row] = verdict?.faces ?? 0;
      failed[row] = verdict === undefined || verdict.status === "failed" ? 1 : 0;
    },
    columns: () => ({ contentHashes, framesRequested, framesRead, faces, failed, containers }),
  };
}
