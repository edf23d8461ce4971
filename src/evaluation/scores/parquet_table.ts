import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { type Compressors, parquetReadObjects } from "hyparquet";
import type { LabelRow, LabelTable } from "../../datasets/labels/label_table.ts";
import { scoresError } from "./scores_error.ts";

/** Compressions beside Snappy, which the reader has itself; polars writes Zstandard. */
const COMPRESSORS: Compressors = {
  GZIP: (input) => gunzipSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
};

/**
 * Reads scores as Parquet. A column that pandas made of its index is left out if it has no name.
 * @throws AssayError SCORES_BROKEN (exit 3)
 */
export async function parquetTable(
  bytes: Uint8Array,
  name: string,
): Promise<Pick<LabelTable, "name" | "columns" | "rows" | "notes">> {
  const objects = await objectsOf(bytes, name);
  const columns = [...new Set(objects.flatMap((row) => Object.keys(row)))]
    .filter((column) => !/^__index_level_\d+__$/.test(column));
  const rows = objects.map((row, i): LabelRow => ({
    values: columns.map((column) => plainValue(row[column])),
    at: `in row ${i + 1}`,
  }));
  return { name, columns, rows, notes: [] };
}

async function objectsOf(
  bytes: Uint8Array,
  name: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  try {
    return await parquetReadObjects({ file: file as ArrayBuffer, compressors: COMPRESSORS });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw scoresError(`cannot be read as Parquet: ${why}`, {
      name,
      remedy: "Write it again, without nested columns, or as CSV",
      cause,
    });
  }
}

/** A list of one number, as a tensor's row becomes, is that number. */
function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value) && value.length === 1) return plainValue(value[0]);
  return value ?? null;
}
