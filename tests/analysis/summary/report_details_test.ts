import assert from "node:assert/strict";
import { reportDetails } from "../../../src/analysis/summary/report_details.ts";
import { JPEG } from "../../reports/charts/fake_page.ts";
import { journalOf, summaryOf } from "./fake_summary.ts";
import { readColumns } from "../../../src/runs/run_columns.ts";
import { type FakeRun, fakeRun } from "../../runs/fake_run.ts";

function detailsOf(run: FakeRun, bytes = JPEG) {
  const thumbnailsOf = () => [{ frame: 0, face: 0, jpeg: bytes }];
  const journal = journalOf(run);
  const columns = readColumns(run.manifest, journal);
  return reportDetails(summaryOf(run), { ...run, journal, columns, thumbnailsOf });
}

Deno.test("curves run from corner to corner, are bounded, and agree with the AUC", () => {
  const run = fakeRun({ videos: 400, variants: { reference: {} }, facesPerVideo: 1 });
  const { roc, precisionRecall, reliability } = detailsOf(run).curves[0]!;
  assert.deepEqual([roc[0], roc.at(-1)], [{ x: 0, y: 0 }, { x: 1, y: 1 }]);
  assert.equal(precisionRecall.at(-1)!.x, 1);
  assert.ok(roc.length <= 100 && precisionRecall.length <= 100 && reliability.length <= 10);
  const area = roc.slice(1)
    .reduce((sum, { x, y }, i) => sum + (x - roc[i]!.x) * (y + roc[i]!.y) / 2, 0);
  const auc = summaryOf(run).variants[0]!.metrics.auc!.value!;
  assert.ok(Math.abs(area - auc) < 0.01, `${area} against ${auc}`);
  assert.equal(reliability.reduce((sum, { videos }) => sum + videos, 0), 400);
});

Deno.test("videos of one class have no curves", () => {
  const run = fakeRun({ videos: 6 });
  const records = run.records.map((record) => ({ ...record, label: "REAL" as const }));
  for (const curves of detailsOf({ ...run, records }).curves) {
    assert.deepEqual(curves, { roc: [], precisionRecall: [], reliability: [] });
  }
});

Deno.test("a journal that does not say whose faces are whose shows all of the variant's settings", () => {
  const run = fakeRun({ videos: 2 });
  const records = run.records.map((record) => ({
    ...record,
    stages: record.stages.map(({ faces: _, ...stage }) => stage),
  }));
  const video = detailsOf({ ...run, records }).videos[0]!;
  run.manifest.variants.forEach(({ faceDetection, facePreparations }, v) => {
    const own = records[1]!.faces.filter((face) =>
      face.faceDetection === faceDetection && face.facePreparation === facePreparations[0]
    );
    assert.equal(video.faceScores![video.seen[v]!]!.frames.length, own.length);
  });
});

Deno.test("thumbnails end where the page would become too large", () => {
  const run = fakeRun({ videos: 8, variants: { a: {}, b: { frames: 8 } } });
  const { videos } = detailsOf(run, new Uint8Array(1_500_000));
  assert.equal(videos.filter(({ thumbnails }) => thumbnails !== null).length, 3);
});
