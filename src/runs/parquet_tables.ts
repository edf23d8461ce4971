import { join } from "node:path";
import type { Cell } from "../base/text/csv.ts";
import type { RunManifest } from "../records/manifest.ts";
import type { VariantRecord, VideoRecord } from "../records/run_result.ts";
import { logLossOf } from "../base/numeric/statistics/log_loss_of.ts";
import { groupSpill } from "./group_spill.ts";
import { type ParquetColumn, parquetFile } from "./parquet_writer.ts";
import { RUN_FILES } from "./run_files.ts";
import {
  FACE_COLUMNS,
  faceRows,
  PREDICTION_COLUMNS,
  tagColumnName,
  verdictsInOrder,
} from "./table_rows.ts";
import { tagAt } from "../records/tag_column.ts";
import { tagCollector, tagColumnNames } from "./tag_columns.ts";
import type { Journal } from "./journal.ts";

/** Writer of predictions.parquet and faces.parquet. */
export interface ParquetTables {
  /** Adds a record; records must be sorted by code point of their names, like the rows of the tables. */
  add(record: VideoRecord): void;
  commit(): void;
  /** Discards what was written; no effect after `commit`. */
  abandon(): void;
}

type Columns<Names extends readonly string[]> = Readonly<
  Record<Names[number], Omit<ParquetColumn, "name">>
>;

const TEXT = { type: "STRING", nullable: false } as const;
const MAYBE_TEXT = { type: "STRING", nullable: true } as const;
const COUNT = { type: "INT32", nullable: false } as const;
const MAYBE_COUNT = { type: "INT32", nullable: true } as const;
const NUMBER = { type: "DOUBLE", nullable: false } as const;
const MAYBE_NUMBER = { type: "DOUBLE", nullable: true } as const;

const PREDICTION_TYPES: Columns<typeof PREDICTION_COLUMNS> = {
  variant: TEXT,
  filename: TEXT,
  label: MAYBE_TEXT,
  group: TEXT,
  split: MAYBE_TEXT,
  probability: NUMBER,
  logLoss: MAYBE_NUMBER,
  faces: MAYBE_COUNT,
  framesRequested: MAYBE_COUNT,
  framesRead: MAYBE_COUNT,
  branch: TEXT,
  status: TEXT,
  fallback: MAYBE_TEXT,
  error: MAYBE_TEXT,
};

const FACE_TYPES: Columns<typeof FACE_COLUMNS> = {
  filename: TEXT,
  frame: COUNT,
  face: COUNT,
  faceDetection: TEXT,
  facePreparation: TEXT,
  x1: MAYBE_COUNT,
  y1: MAYBE_COUNT,
  x2: MAYBE_COUNT,
  y2: MAYBE_COUNT,
  detection: MAYBE_NUMBER,
};

/** Cells that all rows of a video share. */
type VideoCells = Pick<VideoRecord, "filename" | "label" | "group" | "split">;

/**
 * Starts the Parquet versions of predictions.csv and faces.csv: the same columns, rows and values, typed, text
 * without the apostrophes that protect spreadsheets from formulas, `null` for missing values.
 */
export function parquetTables(
  folder: string,
  { manifest, journal }: {
    readonly manifest: RunManifest;
    readonly journal: Pick<Journal, "filenames" | "tagNames">;
  },
): ParquetTables {
  using cleanup = new DisposableStack();
  const classifiers = manifest.classifiers.map(({ column }) => column);
  const tagNames = tagColumnNames(journal.tagNames());
  const open = (name: string, columns: readonly ParquetColumn[]) =>
    cleanup.adopt(parquetFile(join(folder, name), columns), (file) => file.abandon());
  const predictions = open(
    RUN_FILES.predictionsParquet,
    [
      ...PREDICTION_COLUMNS.map((name) => ({ name, ...PREDICTION_TYPES[name] })),
      ...tagNames.map((tag) => ({ name: tagColumnName(tag), ...MAYBE_TEXT })),
    ],
  );
  const faces = open(RUN_FILES.facesParquet, [
    ...FACE_COLUMNS.map((name) => ({ name, ...FACE_TYPES[name] })),
    ...classifiers.map((name) => ({ name, ...MAYBE_NUMBER })),
  ]);
  // Records are added by video, but rows of predictions are sorted by variant first.
  const spill = cleanup.adopt(
    groupSpill(join(folder, `.${RUN_FILES.predictionsParquet}`), manifest.variants.length),
    (spilled) => spilled.close(),
  );
  const videos: VideoCells[] = [];
  const tags = tagCollector(manifest, journal.filenames().length);
  const owned = cleanup.move();
  return {
    add(record) {
      for (const row of faceRows(record, classifiers)) faces.add(row);
      const { filename, label, group, split } = record;
      tags.add(record, videos.length);
      videos.push({ filename, label, group, split });
      verdictsInOrder(record, manifest).forEach((verdict, variant) =>
        spill.append(variant, `${JSON.stringify(verdictCells(verdict))}\n`)
      );
    },
    commit() {
      faces.commit();
      const columns = tags.columns();
      const tagged = tagNames.map((name) => columns.get(name)!);
      manifest.variants.forEach(({ name }, variant) => {
        let row = 0;
        for (const verdict of verdictsIn(spill.chunksOf(variant))) {
          const video = videos[row]!;
          const cells = predictionCells(name, verdict, { video, clip: manifest.clip });
          predictions.add([...cells, ...tagged.map((column) => tagAt(column, row))]);
          row += 1;
        }
      });
      predictions.commit();
      owned.dispose();
    },
    abandon: () => owned.dispose(),
  };
}

/** Cells of a verdict beside those of its video. */
function verdictCells(verdict: VariantRecord) {
  const { probability, faces, framesRequested, framesRead } = verdict;
  const { branch, status, fallback, error } = verdict;
  return [
    probability,
    faces,
    framesRequested,
    framesRead,
    branch,
    status,
    fallback,
    error,
  ] as const;
}

/** Cells for PREDICTION_COLUMNS. */
function predictionCells(
  variant: string,
  [probability, ...rest]: ReturnType<typeof verdictCells>,
  { video: { filename, label, group, split }, clip }: { video: VideoCells; clip: number },
): readonly Cell[] {
  const truth = label === "FAKE" ? 1 : 0;
  const logLoss = label === null ? null : logLossOf(probability, { truth, clip });
  return [variant, filename, label, group, split, probability, logLoss, ...rest];
}

/** Parses the spilled verdicts, a line of JSON each; no chunk ends inside a line. */
function* verdictsIn(chunks: Iterable<Uint8Array>): Iterable<ReturnType<typeof verdictCells>> {
  for (const chunk of chunks) {
    for (const line of new TextDecoder().decode(chunk).split("\n")) {
      if (line !== "") yield JSON.parse(line);
    }
  }
}
