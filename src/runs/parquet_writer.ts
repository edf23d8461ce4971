import { ByteWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import type { Cell } from "../base/text/csv.ts";
import { type AtomicWriter, atomicWriter } from "../platform/files/atomic_writer.ts";

/** A column of a Parquet table: text, whole numbers below 2³¹, or float64. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: "STRING" | "INT32" | "DOUBLE";
  /** Whether cells may be `null`. */
  readonly nullable: boolean;
}

/** A Parquet file that gets its name only when it is complete. */
export interface ParquetFile {
  /** @throws RangeError when there are more or fewer cells than columns */
  add(row: readonly Cell[]): void;
  commit(): void;
  /** Discards what was written; no effect after `commit`. */
  abandon(): void;
}

/** Rows held in memory, one row group, large enough for fast reading. */
const GROUP_ROWS = 50_000;

/**
 * Starts a Parquet file at `path` (snappy, nullable columns are optional). Rows are written in groups, so that
 * memory holds one group at a time.
 * @throws AssayError (exit code 4), as all its functions do, when it cannot be written
 */
export function parquetFile(path: string, columns: readonly ParquetColumn[]): ParquetFile {
  const file = atomicWriter(path);
  const bytes = passingOn(file);
  const schema = schemaFromColumnData({ columnData: columns.map((c) => ({ ...c, data: [] })) });
  const writer = new ParquetWriter({
    writer: bytes,
    schema,
    createdBy: "assay",
    statistics: false,
  });
  let cells = columns.map((): Cell[] => []);
  let rows = 0;
  const flush = () => {
    if (rows === 0) return;
    const columnData = columns.map(({ name }, c) => ({ name, data: cells[c]! }));
    writer.write({ columnData, rowGroupSize: GROUP_ROWS });
    cells = columns.map(() => []);
    rows = 0;
  };
  return {
    add(row) {
      if (row.length !== columns.length) {
        throw new RangeError(`${row.length} cells for ${columns.length} columns`);
      }
      row.forEach((cell, c) => cells[c]!.push(cell));
      rows += 1;
      if (rows === GROUP_ROWS) flush();
    },
    commit() {
      flush();
      writer.finish();
      file.commit();
    },
    abandon: () => file.abandon(),
  };
}

/** A buffer that is written to the file after each row group and at the end. */
function passingOn(file: AtomicWriter): ByteWriter & { flush(): void } {
  const bytes = new ByteWriter();
  const flush = () => {
    file.write(bytes.getBytes());
    bytes.index = 0;
  };
  return Object.assign(bytes, { flush, finish: flush });
}
