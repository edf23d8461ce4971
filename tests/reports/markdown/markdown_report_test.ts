import assert from "node:assert/strict";
import { markdownReport } from "../../../src/reports/markdown/markdown_report.ts";
import { findingText } from "../../../src/reports/sections/difference_text.ts";
import { fakeRun } from "../../runs/fake_run.ts";
import { fakeSummary, HOSTILE, summaryOf } from "../../analysis/summary/fake_summary.ts";

Deno.test("report.md has the verdict, every variant, the times and the command", () => {
  const summary = fakeSummary();
  const text = [...markdownReport(summary)].join("");
  assert.match(text, /^# demo, split test\n/);
  for (const { name } of summary.variants) {
    assert.ok(text.includes(`| ${name.replaceAll("_", "\\_")}`));
  }
  assert.match(text, /reference \(baseline\)/);
  assert.match(text, /## Time by stage/);
  assert.match(text, /## Videos with the highest log loss/);
  assert.match(text, /^ {4}deno task eval --dataset demo$/m);
});

Deno.test("report.md has significance, parameter effects, Pareto-optimal variants and face metrics", () => {
  const summary = fakeSummary();
  const text = [...markdownReport(summary)].join("");
  const section = (title: string) => text.split(`\n## ${title}\n`)[1]!.split("\n## ")[0]!;
  assert.match(section("Statistical significance"), /Not significant does not mean equal/);
  for (const { name, comparison } of summary.variants) {
    if (comparison === null) continue;
    const { finding } = comparison.metrics.logLoss;
    const row = section("Statistical significance").split("\n").find((line) =>
      line.startsWith(`| ${name} |`)
    )!;
    assert.ok(row.includes(findingText(finding)), row);
  }
  const effects = section("Parameter effects");
  assert.match(effects, /\| frames \| 8 \| 32 \| 1 setting \|/);
  assert.match(effects, /\| jitter=3 \| 2 \| \d\.\d{3} ± \d\.\d{3} \|/);
  for (const { name } of summary.pareto.entries) {
    assert.ok(section("Pareto-optimal variants").includes(`| ${name} |`));
  }
  assert.match(section("Single faces"), /\| reference \| 216 \| \d\.\d{3} \|/);
});

Deno.test("no text from data breaks a table or becomes markup", () => {
  const run = fakeRun({
    videos: 20,
    filenames: HOSTILE,
    variants: { [HOSTILE[4]]: {}, "<b>|": {} },
  });
  const records = run.records.map((record) => ({
    ...record,
    variants: record.variants.map((verdict) => ({ ...verdict, error: HOSTILE[4] })),
  }));
  const manifest = { ...run.manifest, warnings: [HOSTILE[4]], command: ["eval", HOSTILE[4]] };
  const text = [...markdownReport(summaryOf({ manifest, records }))].join("");
  assert.doesNotMatch(text, /(?<!\\)<(img|script|b)/);
  const tables = text.split(/\n\n/).filter((block) => block.startsWith("| "));
  assert.equal(tables.length, 9);
  for (const table of tables) {
    const widths = table.trim().split("\n").map((line) => line.match(/(?<!\\)\|/g)!.length);
    assert.equal(new Set(widths).size, 1, table);
  }
});

Deno.test("an empty run has a report too", () => {
  const text = [...markdownReport(fakeSummary({ videos: 0 }))].join("");
  assert.match(text, /No log loss/);
  assert.doesNotMatch(text, /NaN|undefined|null/);
});
