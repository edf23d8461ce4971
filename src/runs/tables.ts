import { join } from "node:path";
import type { RunManifest } from "../records/manifest.ts";
import type { VideoRecord } from "../records/run_result.ts";
import { type AtomicWriter, atomicWriter, temporaryPath } from "../platform/files/atomic_writer.ts";
import { csvLine } from "../base/text/csv.ts";
import { type GroupSpill, groupSpill } from "./group_spill.ts";
import type { Journal } from "./journal.ts";
import { parquetTables } from "./parquet_tables.ts";
import { RUN_FILES } from "./run_files.ts";
import {
  DIGEST_COLUMNS,
  digestLines,
  FACE_COLUMNS,
  faceRows,
  PREDICTION_COLUMNS,
  predictionLines,
  tagColumnName,
  TIMING_COLUMNS,
  timingLines,
  type VerdictLines,
  verdictsInOrder,
} from "./table_rows.ts";
import { tagCells, tagColumnNames } from "./tag_columns.ts";

/** A table sorted by variant first, while records are added by video. */
interface VariantTable {
  readonly columns: readonly string[];
  lines(record: VideoRecord): VerdictLines;
  readonly spill: GroupSpill;
  readonly writer: AtomicWriter;
}

/**
 * Writes predictions.csv, faces.csv, timings.csv and digests.csv into the run folder, and the first two also as
 * Parquet. The bytes depend only on the records, not on their order in the journal. Reads each record once and
 * holds one at a time.
 * @throws AssayError (exit code 3) when a record and the manifest name different variants
 */
export function writeTables(
  folder: string,
  { manifest, journal }: { readonly manifest: RunManifest; readonly journal: Journal },
): void {
  using cleanup = new DisposableStack();
  const stated = journal.tagNames();
  const tagsOf = tagCells(stated, manifest);
  const writer = (name: string) => cleanup.adopt(atomicWriter(join(folder, name)), abandon);
  const spill = (name: string) =>
    cleanup.adopt(
      groupSpill(temporaryPath(join(folder, `.${name}`)), manifest.variants.length),
      (open) => open.close(),
    );
  const byVariant: readonly VariantTable[] = [
    {
      columns: [...PREDICTION_COLUMNS, ...tagColumnNames(stated).map(tagColumnName)],
      lines: (record) => predictionLines(record, { clip: manifest.clip, tags: tagsOf(record) }),
      spill: spill(RUN_FILES.predictions),
      writer: writer(RUN_FILES.predictions),
    },
    {
      columns: TIMING_COLUMNS,
      lines: timingLines,
      spill: spill(RUN_FILES.timings),
      writer: writer(RUN_FILES.timings),
    },
    {
      columns: DIGEST_COLUMNS,
      lines: digestLines,
      spill: spill(RUN_FILES.digests),
      writer: writer(RUN_FILES.digests),
    },
  ];
  const parquet = cleanup.adopt(parquetTables(folder, { manifest, journal }), abandon);
  const faces = writer(RUN_FILES.faces);
  const classifiers = manifest.classifiers.map(({ column }) => column);
  faces.write(csvLine([...FACE_COLUMNS, ...classifiers]));
  for (const filename of journal.filenames()) {
    const record = journal.read(filename);
    for (const row of faceRows(record, classifiers)) faces.write(csvLine(row));
    spillRecord(record, { manifest, tables: byVariant });
    parquet.add(record);
  }
  faces.commit();
  parquet.commit();
  for (const table of byVariant) writeVariantTable(table, manifest.variants.length);
}

function abandon(writer: Pick<AtomicWriter, "abandon">): void {
  writer.abandon();
}

function spillRecord(
  record: VideoRecord,
  { manifest, tables }: { manifest: RunManifest; tables: readonly VariantTable[] },
): void {
  const verdicts = verdictsInOrder(record, manifest);
  for (const { lines, spill } of tables) {
    const linesOf = lines(record);
    verdicts.forEach((verdict, group) => spill.append(group, linesOf(verdict)));
  }
}

function writeVariantTable({ columns, spill, writer }: VariantTable, groups: number): void {
  writer.write(csvLine(columns));
  for (let group = 0; group < groups; group++) {
    for (const chunk of spill.chunksOf(group)) writer.write(chunk);
  }
  writer.commit();
}
