import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { htmlReport } from "../../src/reporting/html_report.ts";
import { scriptJson } from "../../src/reporting/markup.ts";
import type { RunSummary } from "../../src/domain/summary.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { fakeSummary, HOSTILE, summaryOf } from "./fake_summary.ts";

function page(summary: RunSummary): string {
  return [...htmlReport(summary)].join("");
}

/** A run in which every text that can come from outside is hostile. */
function hostileSummary(): RunSummary {
  const evil = HOSTILE[0] + HOSTILE[1] + HOSTILE[3];
  const run = fakeRun({
    videos: 20,
    filenames: HOSTILE,
    variants: { [evil]: {}, [`b ${evil}`]: { frames: 8 } },
  });
  const { manifest } = run;
  return summaryOf({
    records: run.records.map((record) => ({
      ...record,
      group: evil,
      split: evil,
      variants: record.variants.map((verdict) => ({ ...verdict, error: evil, branch: evil })),
    })),
    manifest: {
      ...manifest,
      command: ["eval", evil],
      config: { evil },
      dataset: { ...manifest.dataset, name: evil, split: evil },
      models: manifest.models.map((model) => ({ ...model, name: evil, limits: evil })),
      host: { ...manifest.host, cpu: evil },
      versions: { ...manifest.versions, assay: evil },
      warnings: [evil],
    },
  });
}

Deno.test("nothing that comes from data becomes markup", () => {
  const text = page(hostileSummary());
  assert.doesNotMatch(text, /<img/i);
  assert.equal(text.match(/<script/g)!.length, 2, "the data and the page's own");
  assert.equal(text.match(/<\/script/g)!.length, 2);
  // An attribute could be left by a quote of either kind.
  for (const [, value] of text.matchAll(/="([^"]*)"/g)) assert.doesNotMatch(value, /[<>]/);
});

Deno.test("the content security policy lets the page's own script run and no other", () => {
  const text = page(fakeSummary({ videos: 4 }));
  const script = text.match(/<script>([\s\S]*?)<\/script>/)![1];
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = text.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)![1];
  assert.match(policy, /^default-src &#39;none&#39;/);
  assert.ok(policy.includes(`script-src &#39;sha256-${hash}&#39;;`));
  assert.doesNotMatch(text, /\son[a-z]+=/, "no handlers in attributes");
});

Deno.test("the page asks nothing of any network", () => {
  const text = page(fakeSummary({ videos: 4 }));
  assert.doesNotMatch(text, /https?:|@import|<link|<iframe|\bsrc=|url\((?!#)/);
});

Deno.test("the data of the table of videos are those of the run", () => {
  const summary = hostileSummary();
  const json = page(summary).match(/id="video-data">([\s\S]*?)<\/script>/)![1];
  const data = JSON.parse(json) as {
    variants: string[];
    rows: { f: string; l: string; p: number[]; n: number[]; o: Record<string, string[]> }[];
  };
  assert.deepEqual(data.variants, summary.variants.map(({ name }) => name));
  assert.deepEqual(data.rows.map(({ f }) => f), summary.rows.map(({ filename }) => filename));
  data.rows.forEach(({ p, n, o }, i) => {
    summary.rows[i].cells.forEach((cell, v) => {
      assert.ok(Math.abs(p[v] - cell.probability) < 1e-5);
      assert.equal(n[v], cell.faces);
      assert.deepEqual(o[v], [cell.status, cell.fallback ?? "", cell.error ?? ""]);
    });
  });
});

Deno.test("JSON inside a script element cannot end it", () => {
  const value = { a: "</script><!--<script>" };
  const { markup } = scriptJson(value);
  assert.doesNotMatch(markup, /</);
  assert.deepEqual(JSON.parse(markup), value);
});

Deno.test("every variant is in the table, with its numbers to sort by", () => {
  const summary = fakeSummary();
  const text = page(summary);
  const table = text.slice(text.indexOf('id="variants"'));
  for (const { name, metrics } of summary.variants) {
    assert.ok(table.includes(`data-sort="${name}"`));
    assert.ok(table.includes(`data-sort="${metrics.logLoss.value}"`));
  }
});

Deno.test("charts have no number that is none, whatever is missing", () => {
  const runs = [
    fakeRun({ videos: 0 }),
    fakeRun({ videos: 1 }),
    fakeRun({ videos: 6, variants: { reference: {} } }),
  ];
  const unlabelled = fakeRun({ videos: 5 });
  const records = unlabelled.records.map((record) => ({ ...record, label: null }));
  for (const run of [...runs, { ...unlabelled, records }]) {
    const text = page(summaryOf(run));
    assert.doesNotMatch(text.slice(0, text.indexOf("<script")), /NaN|undefined|Infinity|\[object/);
  }
});

Deno.test("hundreds of variants and thousands of videos stay a file that opens", () => {
  const one = fakeSummary({ videos: 40, variants: { a: {}, b: { frames: 8 } } });
  const variants = Array.from(
    { length: 200 },
    (_, i) => ({ ...one.variants[i % 2], name: `v${i}` }),
  );
  const rows = Array.from({ length: 1000 }, (_, i) => ({
    ...one.rows[i % 40],
    cells: variants.map((_, v) => one.rows[i % 40].cells[v % 2]),
  }));
  const manifest = { ...one.manifest, compareWith: "v0" };
  const text = page({ ...one, manifest, variants, rows, videos: { ...one.videos, all: 5000 } });
  assert.ok(text.length < 6e6, `${text.length} characters`);
  assert.ok(text.includes("the other 4000 are in predictions.csv"));
  assert.ok(text.includes("the 40 variants with the lowest log loss"));
});
