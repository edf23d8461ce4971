import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { poolingStrategies } from "../../../src/stages/pooling/registry.ts";
import { scriptJson } from "../../../src/reports/html/markup.ts";
import { fakeRun } from "../../runs/fake_run.ts";
import { bigPage } from "./big_page.ts";
import { pageOf } from "../charts/fake_page.ts";
import { summaryOf } from "../../analysis/summary/fake_summary.ts";
import { hostileRun } from "./hostile_run.ts";

interface PageData {
  readonly variants: readonly { readonly name: string; readonly baseline: boolean }[];
  readonly estimates: Readonly<Record<string, readonly { readonly value: number | null }[]>>;
  readonly files: readonly string[];
  readonly p: readonly (readonly number[])[];
  readonly faces: readonly (readonly number[])[];
  readonly branches: readonly string[];
  readonly branch: readonly (readonly number[])[];
  readonly rules: readonly (readonly string[])[];
  readonly odd: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly details: readonly {
    readonly scores: readonly (readonly (readonly number[])[])[];
    readonly seen: readonly number[];
    readonly thumbnails: readonly (readonly [number, number, string])[] | null;
  }[];
}

function dataOf(page: string): PageData {
  return JSON.parse(page.match(/id="page-data">([\s\S]*?)<\/script>/)![1]!);
}

Deno.test("nothing that comes from data becomes markup", async () => {
  const text = await pageOf(hostileRun());
  assert.doesNotMatch(text, /<img/i);
  assert.equal(text.match(/<script/g)!.length, 2, "the data and the page's own");
  assert.equal(text.match(/<\/script/g)!.length, 2);
  const beforeScript = text.split("<script")[0]!;
  // An attribute could be left by a quote of either kind.
  for (const [, value] of beforeScript.matchAll(/="([^"]*)"/g)) assert.doesNotMatch(value!, /</);
});

Deno.test("the content security policy lets the page's own script run and no other", async () => {
  const text = await pageOf(fakeRun({ videos: 4 }));
  const script = text.match(/<script>([\s\S]*?)<\/script>/)![1]!;
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = text.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)![1]!;
  assert.match(policy, /^default-src &#39;none&#39;/);
  assert.ok(policy.includes(`script-src &#39;sha256-${hash}&#39;;`));
  assert.doesNotMatch(text, /<[^>]*\son[a-z]+=/, "no handlers in attributes");
});

Deno.test("the page asks nothing of any network", async () => {
  const text = (await pageOf(fakeRun({ videos: 4 }))).replaceAll(/http:\/\/www\.w3\.org\/\S+/g, "");
  assert.doesNotMatch(text, /https?:|@import|<link|<iframe|\bsrc=|url\((?!#)/);
});

Deno.test("the data of the explorer are those of the run", async () => {
  const run = hostileRun();
  const summary = summaryOf(run);
  const data = dataOf(await pageOf(run));
  assert.deepEqual(data.variants.map(({ name }) => name), summary.variants.map(({ name }) => name));
  assert.deepEqual(data.files, summary.rows.map(({ filename }) => filename));
  const byName = new Map(run.records.map((record) => [record.filename as string, record]));
  summary.rows.forEach(({ filename, cells }, row) => {
    const { variants } = byName.get(filename)!;
    cells.forEach((cell, v) => {
      assert.ok(Math.abs(data.p[v]![row]! - cell.probability) < 1e-5);
      assert.equal(data.faces[v]![row], cell.faces);
      assert.equal(data.branches[data.branch[v]![row]!], variants[v]!.branch);
      assert.deepEqual(data.odd[row]![v], [cell.status, cell.fallback ?? "", cell.error ?? ""]);
    });
  });
});

Deno.test("a pooling's rules are explained in the words of the pooling that the variant uses", async () => {
  const variants = { confident: {}, max: { pooling: "max" }, gone: { pooling: "no longer there" } };
  const data = dataOf(await pageOf(fakeRun({ videos: 30, variants })));
  const ruleOf = (variant: number, branch: string) =>
    data.rules[variant]![data.branches.indexOf(branch)];
  for (const [branch, words] of Object.entries(poolingStrategies.confident.branches)) {
    assert.equal(ruleOf(0, branch), `${branch}: ${words}`);
    assert.equal(ruleOf(1, branch), branch);
    assert.equal(ruleOf(2, branch), branch);
  }
  assert.equal(ruleOf(0, ""), "none");
});

Deno.test("every face that a variant had scored is on the page, with its frame and score", async () => {
  const run = fakeRun({ videos: 6 });
  const data = dataOf(await pageOf(run));
  const record = run.records[0]!;
  const details = data.details[data.files.indexOf(record.filename)]!;
  assert.equal(details.thumbnails?.length, 2);
  run.manifest.variants.forEach((variant, v) => {
    const view = record.stages[record.variants[v]!.stages[3]!]!;
    const own = view.faces!.map((place) => record.faces[place]!);
    const [frames, ranks, , scores] = details.scores[details.seen[v]!]!;
    assert.deepEqual(frames, own.map(({ frame }) => frame));
    assert.deepEqual(ranks, own.map(({ face }) => face));
    scores!.forEach((score, i) => {
      assert.ok(Math.abs(score - own[i]!.scores[variant.classifiers[0]!]!) < 6e-4);
    });
  });
});

Deno.test("JSON inside a script element cannot end it", () => {
  const value = { a: "</script><!--<script>" };
  const { markup } = scriptJson(value);
  assert.doesNotMatch(markup, /</);
  assert.deepEqual(JSON.parse(markup), value);
});

Deno.test("every variant is in the table with every metric, and one is the baseline", async () => {
  const run = fakeRun({ videos: 12 });
  const summary = summaryOf(run);
  const data = dataOf(await pageOf(run));
  assert.deepEqual(data.variants.filter(({ baseline }) => baseline).map(({ name }) => name), [
    summary.manifest.compareWith,
  ]);
  for (const { name } of summary.metrics) {
    const values = summary.variants.map(({ metrics }) => metrics[name]!.value);
    assert.deepEqual(data.estimates[name]!.map(({ value }) => value), values);
  }
});

Deno.test("charts have no number that is none, whatever is missing", async () => {
  const unlabelled = fakeRun({ videos: 5 });
  const records = unlabelled.records.map((record) => ({ ...record, label: null }));
  const runs = [
    fakeRun({ videos: 0 }),
    fakeRun({ videos: 1 }),
    fakeRun({ videos: 6, variants: { reference: {} } }),
    { ...unlabelled, records },
  ];
  for (const run of runs) {
    const text = await pageOf(run);
    assert.doesNotMatch(text.slice(0, text.indexOf("<script")), /NaN|undefined|Infinity|\[object/);
  }
});

Deno.test("the main result has words beside its numbers", async () => {
  const text = await pageOf(fakeRun());
  for (const words of ["Best variant", "Baseline", "Difference", "Significant?"]) {
    assert.ok(text.includes(words), words);
  }
  assert.ok(text.includes("not significant"));
});

Deno.test("2,000 videos and 50 variants stay under 15 MB, and the most informative videos keep their faces", async () => {
  const text = await bigPage({ videos: 2000, variants: 50 });
  assert.ok(text.length < 15e6, `${text.length} characters`);
  const data = dataOf(text);
  assert.equal(data.files.length, 2000);
  assert.ok(data.details.some(({ thumbnails }) => thumbnails !== null));
  assert.ok(data.details.some(({ thumbnails }) => thumbnails === null));
  assert.ok(text.includes("The 40 variants with the lowest log loss"));
});
