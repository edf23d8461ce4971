import assert from "node:assert/strict";
import { FILE_LOOK, PAGE_LOOK } from "../../../src/reports/charts/chart_look.ts";
import { shortName } from "../../../src/reports/charts/short_name.ts";
import { drawnCharts, reportCharts } from "../../../src/reports/charts/report_charts.ts";
import { reportDetails } from "../../../src/analysis/summary/report_details.ts";
import { readColumns } from "../../../src/runs/run_columns.ts";
import { type FakeRun, fakeRun } from "../../runs/fake_run.ts";
import { journalOf, summaryOf } from "../../analysis/summary/fake_summary.ts";
import { hostileRun } from "../html/hostile_run.ts";

function chartsOf(run: FakeRun, chosen: readonly number[]) {
  const summary = summaryOf(run);
  const journal = journalOf(run);
  const columns = readColumns(run.manifest, journal);
  const details = reportDetails(summary, { ...run, journal, columns, thumbnailsOf: () => [] });
  return reportCharts(summary, { details, chosen, legend: true });
}

Deno.test("a run of several variants has every chart, in files that stand alone", async () => {
  const drawn = await drawnCharts(chartsOf(fakeRun(), [0, 1]), FILE_LOOK);
  const wanted = ["loss", "front", "stages", "roc", "precisionRecall", "reliability", "scores_0"];
  for (const name of [...wanted, "scores_1", "effects_logLoss", "effects_auc"]) {
    const svg = drawn.get(name);
    assert.match(svg ?? "", /^<svg role="img" .*<\/svg>$/s, name);
    assert.match(svg!, /<rect [^>]*fill="#ffffff"/, "whatever page shows it");
    assert.doesNotMatch(svg!, /var\(--|NaN|undefined/, name);
    assert.doesNotMatch(
      svg!.replaceAll(/xmlns(:\w+)?="[^"]*"/g, ""),
      /https?:|<script|<image/,
      name,
    );
  }
});

Deno.test("on the page charts have the page's colours and no others", async () => {
  const drawn = await drawnCharts(chartsOf(fakeRun(), [0, 1]), PAGE_LOOK);
  for (const [name, svg] of drawn) {
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map((found) => found[1]!);
    const own = colours.filter((colour) => !/^(none|transparent|var\(--[\w-]+\))$/.test(colour));
    assert.deepEqual(own, [], name);
  }
});

Deno.test("charts are drawn the same each time", async () => {
  const charts = chartsOf(fakeRun({ videos: 12 }), [0]);
  assert.deepEqual(await drawnCharts(charts, FILE_LOOK), await drawnCharts(charts, FILE_LOOK));
});

Deno.test("hostile names become text", async () => {
  const drawn = await drawnCharts(chartsOf(hostileRun(), [0, 1]), FILE_LOOK);
  for (const svg of drawn.values()) assert.doesNotMatch(svg, /<img|<script|"'and/);
});

Deno.test("without videos there is no chart, without labels none of probabilities against labels", () => {
  assert.deepEqual(chartsOf(fakeRun({ videos: 0 }), [0]), []);
  const run = fakeRun({ videos: 4 });
  const records = run.records.map((record) => ({ ...record, label: null }));
  const names = chartsOf({ ...run, records }, [0]).map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => /roc|recall|reliab|scores|front|effects/i.test(name)),
    [],
  );
  assert.ok(names.includes("stages"));
});

Deno.test("long names stay different names", () => {
  const long = "the same beginning, which is much too long for any chart, ";
  const names = Array.from({ length: 120 }, (_, i) => shortName(`${long}${i}`, i));
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.every((name) => name.length <= 34));
});
