import assert from "node:assert/strict";
import { namesOnFront } from "../../../src/reports/sections/front_lines.ts";
import { parse } from "csv-parse/sync";
import { summaryCsv } from "../../../src/reports/tables/summary_csv.ts";
import { summaryJson } from "../../../src/reports/tables/summary_json.ts";
import { fakeSummary } from "../../analysis/summary/fake_summary.ts";

const summary = fakeSummary();

Deno.test("summary.json has every metric of every variant with interval, sample and difference", () => {
  const read = JSON.parse([...summaryJson(summary)].join(""));
  assert.equal(read.schemaVersion, 1);
  assert.equal(read.compareWith, "reference");
  for (const part of ["noise", "ablation", "pareto", "faceMetrics"] as const) {
    assert.deepEqual(read[part], JSON.parse(JSON.stringify(summary[part])), part);
  }
  assert.deepEqual(read.variants, JSON.parse(JSON.stringify(summary.variants)));
  for (const { metrics, differences, name } of read.variants) {
    for (const metric of read.metrics) {
      const { value, reason, interval, n } = metrics[metric.name];
      assert.ok(value === null ? typeof reason === "string" : Number.isFinite(value));
      assert.ok("low" in interval && n === 36);
      assert.equal(differences === null, name === "reference");
    }
  }
});

Deno.test("summary.csv has a row for each variant that says the same", () => {
  const rows: Record<string, string>[] = parse([...summaryCsv(summary)].join(""), {
    columns: true,
  });
  assert.deepEqual(rows.map(({ variant }) => variant), summary.variants.map(({ name }) => name));
  rows.forEach((row, v) => {
    const { metrics, differences, statuses, parameters, timing } = summary.variants[v]!;
    assert.equal(Number(row.logLoss), metrics.logLoss.value);
    assert.equal(Number(row.aucHigh), metrics.auc!.interval.high);
    assert.equal(row.logLossDifference, differences ? String(differences.logLoss.value) : "");
    assert.deepEqual([row.videos, row.ok, row.n], ["36", String(statuses.ok), "36"]);
    assert.equal(row.frames, String(parameters.frames));
    const { comparison, faceMetrics, name } = summary.variants[v]!;
    const { finding, adjustedP } = comparison?.metrics.logLoss ?? {};
    assert.equal(row.logLossFinding, finding ?? "");
    assert.equal(row.logLossAdjustedP, comparison ? String(adjustedP!.value) : "");
    assert.equal(Number(row.faceAuc), faceMetrics.faceAuc!.value);
    assert.equal(row.facesScored, String(faceMetrics.faceAuc!.n));
    assert.equal(row.onParetoFront, String(namesOnFront(summary).has(name)));
    assert.equal(Number(row.medianMs), timing.medianMs);
    assert.equal(row.decodeSharedBy, String(timing.stages[1]!.sharedBy));
  });
});

Deno.test("a metric without a value is an empty cell and a reason, never a number", () => {
  const one = fakeSummary({ videos: 1 });
  const [row]: Record<string, string>[] = parse([...summaryCsv(one)].join(""), { columns: true });
  assert.deepEqual([row!.auc, row!.aucLow, row!.logLossLow], ["", "", ""]);
  assert.notEqual(row!.logLoss, "");
  const read = JSON.parse([...summaryJson(one)].join(""));
  assert.equal(read.variants[0].metrics.auc.value, null);
  assert.equal(typeof read.variants[0].metrics.auc.reason, "string");
});
