import { deepEqual as same, rejects } from "node:assert/strict";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { parquetWriteBuffer } from "hyparquet-writer";
import { parquetTable } from "../../../src/evaluation/scores/parquet_table.ts";

const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)),
  ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdCompressSync(bytes)),
};

for (const codec of ["UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"] as const) {
  Deno.test(`Parquet with the compression ${codec} is read`, async () => {
    const names = Array.from({ length: 50 }, (_, i) => `a_long_name_of_a_video_${i % 3}.mp4`);
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: "filename", data: names, type: "STRING" },
        { name: "score", data: names.map((_, i) => i / 50), type: "DOUBLE" },
        { name: "frame", data: names.map((_, i) => BigInt(i)), type: "INT64" },
        { name: "__index_level_0__", data: names.map((_, i) => BigInt(i)), type: "INT64" },
      ],
      codec,
      compressors: COMPRESSORS,
    });
    const { columns, rows } = await parquetTable(new Uint8Array(buffer), "scores.parquet");
    same(columns, ["filename", "score", "frame"]);
    same(rows[7], { values: [names[7], 0.14, 7], at: "in row 8" });
  });
}

Deno.test("what is no Parquet is refused by name", async () => {
  const bytes = new TextEncoder().encode("PAR1 and nothing else PAR1");
  await rejects(parquetTable(bytes, "scores.parquet"), /scores\.parquet cannot be read as Parquet/);
});
