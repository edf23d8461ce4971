import { join } from "node:path";
import { inputError } from "../domain/errors.ts";
import type { RunManifest } from "../domain/manifest.ts";
import type { VariantRecord, VideoRecord } from "../domain/run_result.ts";
import { type AtomicWriter, atomicWriter } from "./atomic_writer.ts";
import { csvLine } from "../domain/csv.ts";
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
  TIMING_COLUMNS,
  timingLines,
  type VerdictLines,
} from "./table_rows.ts";

/** A table whose rows go by variant first, while records come by video. */
interface VariantTable {
  readonly columns: readonly string[];
  lines(record: VideoRecord): VerdictLines;
  readonly spill: GroupSpill;
  readonly writer: AtomicWriter;
}

/**
 * Writes predictions.csv, faces.csv, timings.csv and digests.csv into the run folder, and the first two as
 * Parquet too. The bytes depend on the records alone, not on the order in which the journal has them. Reads
 * each record once and holds one at a time.
 * @throws AssayError (exit code 3) when a record and the manifest name different variants
 */
export function writeTables(
  folder: string,
  { manifest, journal }: { readonly manifest: RunManifest; readonly journal: Journal },
): void {
  using cleanup = new DisposableStack();
  const writer = (name: string) => cleanup.adopt(atomicWriter(join(folder, name)), abandon);
  const spill = (name: string) =>
    cleanup.adopt(
      groupSpill(join(folder, `.${name}.tmp`), manifest.variants.length),
      (open) => open.close(),
    );
  const byVariant: readonly VariantTable[] = [
    {
      columns: PREDICTION_COLUMNS,
      lines: (record) => predictionLines(record, manifest.clip),
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
  const parquet = cleanup.adopt(parquetTables(folder, manifest), abandon);
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

/**
 * A record's verdicts in the manifest's order of variants.
 * @throws AssayError (exit code 3) when one is missing or there are others
 */
export function verdictsInOrder(
  record: VideoRecord,
  manifest: RunManifest,
): readonly VariantRecord[] {
  const byName = new Map(record.variants.map((verdict) => [verdict.variant, verdict]));
  const verdicts = manifest.variants.flatMap(({ name }) => byName.get(name) ?? []);
  if (verdicts.length === manifest.variants.length && byName.size === verdicts.length) {
    return verdicts;
  }
  throw inputError("RUN_INCONSISTENT", {
    what: `the journal's record of ${record.filename} is of other variants than the manifest`,
    remedy: "Start the evaluation anew: a run is resumed with the config it began with",
  });
}
