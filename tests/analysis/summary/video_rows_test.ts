import assert from "node:assert/strict";
import { logLossOf } from "../../../src/base/numeric/statistics/log_loss_of.ts";
import { readColumns } from "../../../src/runs/run_columns.ts";
import { hardestVideos } from "../../../src/analysis/summary/video_rows.ts";
import { journalOf } from "./fake_summary.ts";
import { fakeRun } from "../../runs/fake_run.ts";

const run = fakeRun({ videos: 20 });
const { manifest } = run;

function rowsOf(records: typeof run.records, limit: number) {
  const journal = journalOf({ records });
  const columns = readColumns(manifest, journal);
  return hardestVideos({ manifest, journal, columns, noiseOf: () => null }, limit);
}

Deno.test("of too many videos the hardest are kept, in the order of their names", () => {
  const all = rowsOf(run.records, 100);
  assert.equal(all.length, 20);
  const fewer = rowsOf(run.records, 5);
  const losses = all.map(({ meanLogLoss }) => meanLogLoss!).toSorted((a, b) => b - a);
  assert.deepEqual(
    new Set(fewer.map(({ meanLogLoss }) => meanLogLoss)),
    new Set(losses.slice(0, 5)),
  );
  const names = fewer.map(({ filename }) => filename);
  assert.deepEqual(names, names.toSorted());
});

Deno.test("a row has the mean loss over all variants and what each of them said", () => {
  for (const row of rowsOf(run.records, 100)) {
    const record = run.records.find(({ filename }) => filename === row.filename)!;
    const truth = record.label === "FAKE" ? 1 : 0;
    const losses = record.variants.map(({ probability }) =>
      logLossOf(probability, { truth, clip: manifest.clip })
    );
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    assert.ok(Math.abs(row.meanLogLoss! - mean) < 1e-12);
    assert.deepEqual(
      row.cells.map(({ probability, faces, status }) => [probability, faces, status]),
      record.variants.map(({ probability, faces, status }) => [probability, faces, status]),
    );
  }
});

Deno.test("videos without a label come last when there are too many", () => {
  const records = run.records.map((record, i) => i < 15 ? { ...record, label: null } : record);
  const rows = rowsOf(records, 7);
  assert.equal(rows.filter(({ label }) => label !== null).length, 5);
  assert.ok(rows.every(({ label, meanLogLoss }) => (label === null) === (meanLogLoss === null)));
});
