import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { type Cell, plainText } from "../../src/base/text/csv.ts";
import { parquetFile } from "../../src/runs/parquet_writer.ts";
import { RUN_FILES } from "../../src/runs/run_files.ts";
import { writeTables } from "../../src/runs/tables.ts";
import { HOSTILE, journalOf } from "../analysis/summary/fake_summary.ts";
import { fakeRun } from "./fake_run.ts";
import { withFolder } from "./with_folder.ts";

type Row = Readonly<Record<string, Cell>>;

function bytesOf(path: string): ArrayBuffer {
  return new Uint8Array(readFileSync(path)).buffer;
}

async function parquetRows(path: string): Promise<Row[]> {
  return await parquetReadObjects({ file: bytesOf(path) }) as Row[];
}

function csvRows(path: string): Readonly<Record<string, string>>[] {
  return parse(readFileSync(path), { columns: true });
}

/** The text that the CSV has for a cell of the Parquet twin. */
function sameText(value: Cell, cell: string): boolean {
  if (value === null) return cell === "";
  return typeof value === "number" ? String(value) === cell : value === plainText(cell);
}

Deno.test("the Parquet twins have the rows, columns and values of the CSVs, typed", () =>
  withFolder(async (folder) => {
    const { manifest, records } = fakeRun({ videos: 40, filenames: HOSTILE });
    const some = records.map((record, i) => {
      const one = i === 7 ? { ...record, label: null } : record;
      return i % 3 === 0 ? { ...one, tags: { method: HOSTILE[i % 5]!, "zip \u{1f4e6}": "" } } : one;
    });
    writeTables(folder, { manifest, journal: journalOf({ records: some }) });
    for (
      const [csv, parquet] of [
        [RUN_FILES.predictions, RUN_FILES.predictionsParquet],
        [RUN_FILES.faces, RUN_FILES.facesParquet],
      ] as const
    ) {
      const expected = csvRows(join(folder, csv));
      const rows = await parquetRows(join(folder, parquet));
      assert.equal(rows.length, expected.length);
      assert.deepEqual(Object.keys(rows[0]!), Object.keys(expected[0]!));
      rows.forEach((row, r) => {
        for (const [name, value] of Object.entries(row)) {
          assert.ok(
            sameText(value, expected[r]![name]!),
            `${name}: ${value}, ${expected[r]![name]}`,
          );
        }
      });
    }
    const [row] = await parquetRows(join(folder, RUN_FILES.predictionsParquet));
    assert.equal(typeof row!.probability, "number");
    assert.equal(typeof row!.faces, "number");
    const { schema } = parquetMetadata(bytesOf(join(folder, RUN_FILES.predictionsParquet)));
    const typeOf = (name: string) => schema.find((element) => element.name === name)?.type;
    assert.deepEqual(
      ["probability", "logLoss", "faces", "filename"].map(typeOf),
      ["DOUBLE", "DOUBLE", "INT32", "BYTE_ARRAY"],
    );
  }));

Deno.test("a run without videos has Parquet tables without rows", () =>
  withFolder(async (folder) => {
    const { manifest } = fakeRun({ videos: 0 });
    writeTables(folder, { manifest, journal: journalOf({ records: [] }) });
    assert.deepEqual(await parquetRows(join(folder, RUN_FILES.predictionsParquet)), []);
    assert.deepEqual(await parquetRows(join(folder, RUN_FILES.facesParquet)), []);
  }));

Deno.test("more rows than a group holds come out whole, in several groups", () =>
  withFolder(async (folder) => {
    const path = join(folder, "many.parquet");
    const file = parquetFile(path, [
      { name: "place", type: "INT32", nullable: false },
      { name: "text", type: "STRING", nullable: true },
      { name: "number", type: "DOUBLE", nullable: true },
    ]);
    const rowOf = (i: number): Cell[] => [i, i % 3 ? `t${i % 7}` : null, i % 5 ? i / 7 : null];
    for (let i = 0; i < 120_001; i++) file.add(rowOf(i));
    file.commit();
    const rows = await parquetRows(path);
    assert.equal(rows.length, 120_001);
    for (const i of [0, 49_999, 50_000, 99_999, 100_000, 120_000]) {
      assert.deepEqual(Object.values(rows[i]!), rowOf(i));
    }
    assert.equal(parquetMetadata(bytesOf(path)).row_groups.length, 3);
    assert.throws(() => file.add([1]), RangeError);
  }));
