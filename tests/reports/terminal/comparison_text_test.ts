import assert from "node:assert/strict";
import { comparisonJson } from "../../../src/reports/tables/comparison_json.ts";
import { comparisonMarkdown } from "../../../src/reports/markdown/comparison_markdown.ts";
import { comparisonText } from "../../../src/reports/terminal/comparison_text.ts";
import { fakeComparison } from "../fake_comparison.ts";
import { HOSTILE } from "../../analysis/summary/fake_summary.ts";

const MARGIN = fakeComparison({
  before: { reference: {}, quick: { frames: 8 } },
  after: { reference: { margin: 0.2 }, quick: { frames: 8 }, more: {} },
});

function textOf(comparison: Parameters<typeof comparisonText>[0], width = 100): string {
  return [...comparisonText(comparison, { width, colour: false })].join("");
}

Deno.test("differences come first, then metrics, changed scores, first differing stages, timing", () => {
  const text = textOf(MARGIN);
  const titles = [
    "What differs",
    "Metrics: 24 labelled videos of 12 groups",
    "Largest changes of P(fake)",
    "First differing stage",
    "Time per video",
  ];
  const places = titles.map((title) => text.indexOf(`\n${title}\n`));
  assert.ok(places.every((place, i) => place > (places[i - 1] ?? 0)), text);
  assert.match(text, /margin \(reference\) +0\.3333 +0\.2\n/);
  assert.match(text, /crop 24 videos/);
  assert.match(text, /Only after: variants more\./);
});

Deno.test("a difference that is not significant is not called better or worse, and has the reason", () => {
  const variants = MARGIN.variants.map((variant) => {
    const { logLoss, auc } = variant.comparison!.metrics;
    const doubt = { finding: "not shown", doubt: "the 95 % CI contains zero" } as const;
    const metrics = { logLoss: { ...logLoss, ...doubt }, auc: { ...auc!, ...doubt } };
    return { ...variant, comparison: { ...variant.comparison!, metrics } };
  });
  const text = textOf({ ...MARGIN, variants });
  assert.doesNotMatch(text, /better|worse/);
  assert.match(text, /not significant: the 95 % CI contains zero/);
  assert.match(text, /2 not significantly different/);
});

Deno.test("a run against itself: nothing changed, in one sentence", () => {
  const variants = { reference: {}, quick: { frames: 8 } };
  const text = textOf(fakeComparison({ before: variants, after: variants }));
  assert.match(text, /Nothing changed: all stages and scores of 24 videos are identical\.\n$/);
  assert.match(text, /Configuration: no difference\./);
  assert.match(text, /No change in any video or stage: reference, quick\./);
});

Deno.test("timing that was refused has its reason in place of numbers", () => {
  const variants = MARGIN.variants.map((variant) => ({
    ...variant,
    timing: { refused: "they ran on different machines (a; b)" },
  }));
  const text = textOf({ ...MARGIN, variants });
  assert.match(
    text,
    /Time per video\n {2}Not compared: they ran on different machines \(a; b\)\.\n/,
  );
});

Deno.test("times are not called slower or faster: what they vary from run to run is not in their interval", () => {
  const interval = { low: 1.4, high: 1.6, reason: null };
  const timing = {
    ...{ videos: 24, beforeMs: 800, afterMs: 1200, intervalOver: "videos", refused: null } as const,
    ratio: { value: 1.5, reason: null, interval, n: 24 },
  };
  const variants = MARGIN.variants.map((variant) => ({ ...variant, timing }));
  const text = textOf({ ...MARGIN, variants }, 200);
  const times = text.slice(text.indexOf("Time per video"));
  assert.match(times, /ratio +95 % CI over videos\n/);
  assert.match(times, /reference +800 ms +1\.20 s +1\.50 +1\.40 to 1\.60\n/);
  assert.match(times, /how much times vary from run to run is not measured and not in the CI/);
  assert.doesNotMatch(times, /slower|faster/);
});

Deno.test("videos no longer scored and faces no longer found are listed", () => {
  const coverage = { before: { scored: 1, faces: 384 }, after: { scored: 0.875, faces: 300 } };
  const [first, ...rest] = MARGIN.variants;
  const text = textOf({ ...MARGIN, variants: [{ ...first!, coverage }, ...rest] }, 140);
  assert.match(
    text,
    /"reference": videos scored 100 % before, 87\.5 % after; faces pooled 384 before, 300 after\./,
  );
});

Deno.test("of many variants those that differ most are shown, and how many are not", () => {
  const variant = MARGIN.variants[0]!;
  const { metrics, ...tests } = variant.comparison!;
  const variants = Array.from({ length: 20 }, (_, v) => {
    const logLoss = { ...metrics.logLoss, difference: { ...metrics.logLoss.difference, value: v } };
    const comparison = { ...tests, metrics: { ...metrics, logLoss } };
    return { ...variant, name: `v${v}`, nameBefore: `v${v}`, comparison } as typeof variant;
  });
  const text = textOf({ ...MARGIN, variants });
  const metricsPart = text.slice(text.indexOf("\nMetrics"), text.indexOf("\nLargest changes"));
  assert.deepEqual(
    metricsPart.match(/(?<=^ {2})v\d+$/gm),
    Array.from({ length: 12 }, (_, k) => `v${8 + k}`),
  );
  assert.match(metricsPart, /8 variants more; show one with --variant NAME\./);
});

Deno.test("lines fit the terminal; a narrow one keeps difference and finding", () => {
  for (const width of [80, 100, 140]) {
    const text = textOf(MARGIN, width);
    const long = text.split("\n").filter((line) => line.length > width);
    assert.deepEqual(long, []);
    assert.match(text, /difference.*finding/);
  }
  assert.match(textOf(MARGIN, 140), /detectable/);
});

Deno.test("names from data can neither steer the terminal nor write Markdown or HTML", () => {
  const comparison = fakeComparison({
    before: { reference: {} },
    after: { reference: { frames: 16 } },
    filenames: HOSTILE,
  });
  const text = textOf(comparison);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u2028]/);
  const markdown = [...comparisonMarkdown(comparison)].join("");
  assert.match(markdown, /onerror/);
  assert.doesNotMatch(markdown, /(?<!\\)<(img|script)/);
  const rows = markdown.split("\n").filter((line) => line.startsWith("| "));
  const cells = (line: string) => line.replaceAll("\\|", "").split("|").length;
  const inTable = rows.filter((line) => line.includes(".mp4"));
  assert.deepEqual(new Set(inTable.map(cells)), new Set([9]));
});

Deno.test("Markdown has the verdict on top and both runs by name", () => {
  const markdown = [...comparisonMarkdown(MARGIN)].join("");
  assert.match(markdown, /^# A → B: 2 variants over 24 videos\n\n\*\*Log loss of 2 variants: /);
  assert.match(markdown, /- before: A, 2026-03-01 09:30 UTC/);
  assert.match(markdown, /\| reference \| log loss \|/);
});

Deno.test("JSON has everything, with its schema version", () => {
  const parsed = JSON.parse([...comparisonJson(MARGIN)].join(""));
  assert.equal(parsed.schemaVersion, 1);
  assert.deepEqual(Object.keys(parsed).slice(1), Object.keys(MARGIN));
  assert.equal(parsed.variants[0].begins.crop, 24);
});
