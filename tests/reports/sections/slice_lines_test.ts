import assert from "node:assert/strict";
import { terminalTable } from "../../../src/reports/terminal/terminal_table.ts";
import { markdownReport } from "../../../src/reports/markdown/markdown_report.ts";
import { slicesSection } from "../../../src/reports/html/html_slices.ts";
import { summaryJson } from "../../../src/reports/tables/summary_json.ts";
import { sliceNotes, worstSlice } from "../../../src/reports/sections/slice_lines.ts";
import { bestOf } from "../../../src/reports/sections/verdict_lines.ts";
import type { RunSummary } from "../../../src/records/summary.ts";
import type { Tags } from "../../../src/records/video.ts";
import { fakeSummary, summaryOf } from "../../analysis/summary/fake_summary.ts";
import { METHODS, taggedRun } from "../../analysis/slices/tagged_run.ts";

const VARIANTS = { reference: {}, quick: { frames: 8 } };

/** Lines of the terminal joined again. */
function terminalText(summary: RunSummary): string {
  return [...terminalTable(summary, { width: 1000, colour: false })].join("");
}

/** A run in which the fakes of one method get the probability of a certain real. */
function summaryWithWeak(method: string, { videos }: { videos: number }): RunSummary {
  const run = taggedRun({ videos, variants: VARIANTS });
  const records = run.records.map((record) => ({
    ...record,
    variants: record.variants.map((verdict) => ({
      ...verdict,
      ...{ status: "ok", fallback: null, error: null } as const,
      probability: record.label === "REAL" || record.tags!.method === method ? 0.2 : 0.9,
    })),
  }));
  return summaryOf({ ...run, records });
}

Deno.test("the worst slice of the best variant is a line of the terminal, with n, CI and what makes it doubtful", () => {
  const summary = summaryWithWeak("FaceSwap", { videos: 72 });
  const best = bestOf(summary)!;
  const { slice, metrics } = worstSlice(summary, best)!;
  assert.deepEqual([slice.tag, slice.value], ["method", "FaceSwap"]);
  const text = terminalText(summary);
  const line = text.split("\n").find((one) => one.includes("Worst slice"))!;
  assert.match(
    line,
    /^- Worst slice of "reference": method = FaceSwap, log loss 0\.570 \(95 % CI /,
  );
  assert.match(line, /48 videos of 36 groups\), AUC 0\.500, against /);
  assert.ok(line.includes(`against ${best.metrics.logLoss.value!.toFixed(3)} over all videos.`));
  assert.match(line, /The worst of 5 ranked slices is expected to look bad\.$/);
  assert.doesNotMatch(line, /small/);
  assert.equal(metrics.auc!.value, 0.5);
});

Deno.test("a worst slice that is no worse than all videos is said to be so", () => {
  const summary = summaryWithWeak("FaceSwap", { videos: 72 });
  const variants = summary.variants.map((variant) => ({
    ...variant,
    metrics: {
      ...variant.metrics,
      logLoss: { ...variant.metrics.logLoss, value: 0.6, reason: null },
    },
  }));
  const line = terminalText({ ...summary, variants }).split("\n")
    .find((one) => one.includes("Worst slice"))!;
  assert.match(line, /AUC 0\.500, which is no worse than 0\.600 over all videos\.$/);
});

Deno.test("a small worst slice is said to be small", () => {
  assert.match(
    terminalText(summaryWithWeak("FaceSwap", { videos: 24 })),
    /Worst slice of .*The slice is small: this says little\./,
  );
});

Deno.test("slices without a CI are the worst only where none has one, slices of one class never", () => {
  const tagsOf = (_: unknown, place: number): Tags => ({
    size: place < 4 ? "few" : "many",
    only: place % 2 ? "fakes" : "reals",
  });
  const run = taggedRun({ videos: 40, variants: VARIANTS }, tagsOf);
  const records = run.records.map((record, place) => ({
    ...record,
    variants: record.variants.map((one) => ({
      ...one,
      probability: place < 4 ? 0.5 : one.probability,
    })),
  }));
  const summary = summaryOf({ ...run, records });
  assert.equal(worstSlice(summary, summary.variants[0]!)?.slice.value === "few", false);
  assert.match(terminalText(summary), /Worst slice of .* 1 slice without a CI is not ranked\./);
  const few = { slices: summary.slices.filter(({ value }) => value === "few") };
  assert.equal(worstSlice(few, summary.variants[0]!)?.slice.value, "few");
  const reals = { slices: summary.slices.filter(({ value }) => value === "reals") };
  assert.equal(reals.slices.length, 1);
  assert.equal(worstSlice(reals, summary.variants[0]!), null);
});

Deno.test("notes say what is judged against all reals, that many were looked at, and what small means", () => {
  const notes = sliceNotes(summaryWithWeak("FaceSwap", { videos: 24 })).join("\n");
  assert.match(
    notes,
    /The tag method divides the FAKE videos: each value is judged against all REAL/,
  );
  assert.match(notes, /5 slices were looked at: the worst of many is expected to look bad/);
  assert.match(notes, /Small slices .*below six groups there is no CI/);
  assert.deepEqual(sliceNotes(fakeSummary()), []);
});

Deno.test("report.md has a table for each tag, with all videos for comparison", () => {
  const summary = summaryWithWeak("FaceSwap", { videos: 72 });
  const text = [...markdownReport(summary)].join("");
  const section = text.split("\n## Slices\n")[1]!.split("\n## ")[0]!;
  assert.match(section, /### compression\n[\s\S]*### method\n/);
  assert.match(section, /\| method \| videos \| real \| fake \| groups \| reference: log loss \|/);
  assert.match(section, /\| _all videos_ \| 72 \| 36 \| 36 \| 36 \|/);
  assert.match(section, /\| FaceSwap \| 48 \| 36 \| 12 \| 36 \| 0\.570 \(\d/);
  assert.ok(!fakeMarkdown().includes("## Slices"));
});

function fakeMarkdown(): string {
  return [...markdownReport(fakeSummary())].join("");
}

Deno.test("report.html has methods by variants with numbers, shades and sizes", () => {
  const page = slicesSection(summaryWithWeak("FaceSwap", { videos: 72 }))!.markup;
  for (const method of METHODS) {
    assert.match(
      page,
      new RegExp(`<th scope="row">${method}<small>48 videos: 36 real, 12 fake; 36`),
    );
  }
  const auc = page.split('data-metric="auc"')[1]!.split("data-metric")[0]!;
  assert.match(auc, /FaceSwap<small>.*?<td class="number shade-b3">0\.500<small>/);
  assert.match(auc, /Deepfakes<small>.*?<td class="number shade-g3">1\.000<small>/);
  assert.match(page, /name="slice-metric" value="logLoss" checked/);
  assert.equal(slicesSection(fakeSummary()), null);
});

Deno.test("in report.html a slice without a CI says so, and a value that there is not is a dash with the reason", () => {
  const run = taggedRun({ videos: 20, variants: VARIANTS }, ({ label }, place) => ({
    few: String(place % 4 < 2),
    kind: label!,
  }));
  const page = slicesSection(summaryOf(run))!.markup;
  assert.match(page, /<small title="there are fewer than 6 groups">no CI<\/small>/);
  assert.match(page, /<td class="number" title="no video is labelled FAKE">–<\/td>/);
  assert.match(page, /<span class="mark">small<\/span>/);
});

Deno.test("summary.json has every metric of every slice and variant", () => {
  const summary = summaryWithWeak("FaceSwap", { videos: 72 });
  const { slices } = JSON.parse([...summaryJson(summary)].join(""));
  assert.deepEqual(slices, JSON.parse(JSON.stringify(summary.slices)));
  const [first] = slices.filter((slice: { tag: string }) => slice.tag === "method");
  const { variants, ...rest } = first;
  assert.deepEqual(rest, {
    ...{ tag: "method", value: "Deepfakes", againstAllReals: true },
    ...{ videos: 48, real: 36, fake: 12, groups: 36, small: false },
  });
  assert.deepEqual(variants.map(({ variant }: { variant: string }) => variant), [
    "reference",
    "quick",
  ]);
  assert.equal(variants[0].metrics.auc.n, 48);
});
