import { readFile, stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import { csvTable } from "../../datasets/labels/csv_table.ts";
import type { LabelTable } from "../../datasets/labels/label_table.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import { requireRegularFile } from "../../platform/files/regular_file.ts";
import { AssayError, inputError } from "../../records/errors.ts";
import { parquetTable } from "./parquet_table.ts";
import { scoresError } from "./scores_error.ts";

/** A file of scores as rows and columns. */
export interface ScoreFile extends Pick<LabelTable, "name" | "columns" | "rows" | "notes"> {
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
}

/** What a file of scores may hold at most, bytes. */
const MOST_BYTES = 500_000_000;

const FORMAT = "Its first line names the columns, such as filename,probability, and each further " +
  "line is a score";

/**
 * Reads a file of scores: Parquet by its name or first bytes, else CSV with comma, semicolon, tab or bar.
 * @throws AssayError SCORES_MISSING_FILE, NOT_A_FILE, SCORES_TOO_LARGE or SCORES_BROKEN (exit 3)
 */
export async function readScoreFile(path: string): Promise<ScoreFile> {
  const name = basename(path);
  const bytes = await readBytes(path);
  const isParquet = MAGIC.every((byte, i) => bytes[i] === byte);
  if (!isParquet && /^\.(?:parquet|pq)$/i.test(extname(path))) {
    throw scoresError("is not a Parquet file, whatever its name says", {
      name,
      remedy: "Write it again, or give a CSV file a name that ends in .csv",
    });
  }
  const table = isParquet
    ? await parquetTable(bytes, name)
    : csvTable(bytes, name, { makeError: scoresError, format: FORMAT });
  if (table.rows.length === 0) {
    throw scoresError("has no scores: it has no row below the names of its columns", {
      name,
      remedy: "Export the scores again",
    });
  }
  return { ...table, sha256: sha256Hex(bytes) };
}

/** `PAR1`. */
const MAGIC = [0x50, 0x41, 0x52, 0x31];

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    await requireRegularFile(path);
    const { size } = await stat(path);
    if (size > MOST_BYTES) {
      throw inputError("SCORES_TOO_LARGE", {
        what: `${basename(path)} has ${Math.ceil(size / 1e6)} MB, and ${MOST_BYTES / 1e6} MB is ` +
          "the most that is read",
        remedy: "Leave out the columns that are not scores, or pool the scores of each video first",
      });
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw inputError("SCORES_NOT_READ", {
      what: `the file of scores ${path} cannot be read`,
      remedy: "Give the path of a CSV or Parquet file that you may read",
      cause,
    });
  }
}
