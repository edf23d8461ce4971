import assert from "node:assert/strict";
import { markdownReport } from "../../src/reporting/markdown_report.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { fakeSummary, HOSTILE, summaryOf } from "./fake_summary.ts";

Deno.test("report.md has the verdict, every variant, the times and the command", () => {
  const summary = fakeSummary();
  const text = [...markdownReport(summary)].join("");
  assert.match(text, /^# demo, split test\n/);
  for (const { name } of summary.variants) {
    assert.ok(text.includes(`| ${name.replaceAll("_", "\\_")}`));
  }
  assert.match(text, /reference \(baseline\)/);
  assert.match(text, /## Time by stage/);
  assert.match(text, /## The videos that cost most/);
  assert.match(text, /^ {4}deno task eval --dataset demo$/m);
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
  assert.equal(tables.length, 4);
  for (const table of tables) {
    const widths = table.trim().split("\n").map((line) => line.match(/(?<!\\)\|/g)!.length);
    assert.equal(new Set(widths).size, 1, table);
  }
});

Deno.test("an empty run has a report too", () => {
  const text = [...markdownReport(fakeSummary({ videos: 0 }))].join("");
  assert.match(text, /There is no log loss/);
  assert.doesNotMatch(text, /NaN|undefined|null/);
});
