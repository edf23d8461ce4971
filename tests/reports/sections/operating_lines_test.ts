import assert from "node:assert/strict";
import { operatingLine, operatingSection } from "../../../src/reports/sections/operating_lines.ts";
import { markdownReport } from "../../../src/reports/markdown/markdown_report.ts";
import { operatingPointSection } from "../../../src/reports/html/html_operating_point.ts";
import { summaryCsv } from "../../../src/reports/tables/summary_csv.ts";
import { terminalTable } from "../../../src/reports/terminal/terminal_table.ts";
import type { OperatingPointPlan } from "../../../src/records/operating_point.ts";
import type { RunSummary } from "../../../src/records/summary.ts";
import { fakeRun } from "../../runs/fake_run.ts";
import { fakeSummary, summaryOf } from "../../analysis/summary/fake_summary.ts";

const PLAN: OperatingPointPlan = { fit: "val", apply: "test", criterion: { tpr: 0.9 } };
const SHARP = '<b>"sharp"';

/** A run of a calm variant, one far too certain, and one of chance, half of it in each split. */
function summaryWith(
  plan: OperatingPointPlan = PLAN,
  costs: object | null = null,
): RunSummary {
  const { manifest, records } = fakeRun({
    videos: 80,
    variants: { reference: {}, [SHARP]: { frames: 8 }, chance: { frames: 16 } },
  });
  const evidence = (k: number) => (k % 2 ? 1 : -1) + 5 * ((k * 0.618034) % 1 - 0.5);
  const logits = [
    (k: number) => evidence(k) / 2,
    (k: number) => 5 * evidence(k),
    (k: number) => (k >> 1) % 7 - 3,
  ];
  return summaryOf({
    manifest: { ...manifest, config: { operatingPoint: { ...plan }, costs } as never },
    records: records.map((record, k) => ({
      ...record,
      split: k < 40 ? "val" : "test",
      variants: record.variants.map((verdict, v) => ({
        ...verdict,
        ...{ status: "ok", fallback: null, error: null } as const,
        probability: 1 / (1 + Math.exp(-logits[v]!(k))),
      })),
    })),
  });
}

Deno.test("a run that asks for no operating point says nothing of one", () => {
  const summary = fakeSummary({ videos: 24 });
  assert.deepEqual(
    [operatingSection(summary), operatingLine(summary), operatingPointSection(summary)],
    [null, null, null],
  );
  assert.ok(![...markdownReport(summary)].join("").includes("Operating point"));
  assert.ok(![...summaryCsv(summary)][0]!.includes("operating"));
});

Deno.test("the table has the numbers of each variant, and says which is off and which does not rank", () => {
  const section = operatingSection(summaryWith())!;
  const [reference, sharp, chance] = section.rows.map((row) =>
    Object.fromEntries(row.map((cell, c) => [section.titles[c], cell]))
  );
  assert.equal(sharp!.variant, SHARP);
  assert.match(sharp![""]!, /^poorly calibrated: overconfident$/);
  assert.doesNotMatch(reference![""]!, /overconfident/);
  assert.match(chance![""]!, /95 % CI of AUC contains 0\.5/);
  assert.match(chance!.temperature!, /^–$/);
  assert.ok(Number(sharp!["with temperature"]) < Number(sharp!["log loss"]));
  assert.ok(!section.titles.includes("cost"));
  const text = section.notes.join("\n");
  assert.match(text, /split val \(40 videos: 20 REAL, 20 FAKE; 20 groups\), applied to split test/);
  assert.match(text, /the lowest FPR with a TPR of at least 0\.9 on val/);
  assert.match(text, /^No temperature: chance \(on val, no temperature brings/m);
});

Deno.test("with costs the table has them", () => {
  const plan = { ...PLAN, criterion: "cost" } as const;
  const summary = summaryWith(plan, { falsePositive: 1, falseNegative: 5, prior: null });
  const { titles, notes } = operatingSection(summary)!;
  assert.ok(titles.includes("cost"));
  assert.match(notes.join("\n"), /lowest expected cost/);
});

Deno.test("variants without an operating point are named with the reason", () => {
  const summary = summaryWith({ ...PLAN, fit: "dev" });
  const { notes, rows } = operatingSection(summary)!;
  assert.equal(rows.length, 0);
  assert.match(
    notes.join("\n"),
    /^No variant has an operating point: no labelled video of split "dev"/m,
  );
  assert.match(
    operatingLine(summary)!,
    /"reference": none, since no labelled video of split "dev"/,
  );
});

Deno.test("terminal, Markdown, HTML and CSV have it, names escaped", () => {
  const summary = summaryWith();
  const terminal = [...terminalTable(summary, { width: 1000, colour: false })].join("");
  assert.match(
    terminal,
    /^- Operating point of "reference", fitted on val, applied to test: FAKE from P\(fake\) 0\.\d+ on: balanced accuracy 0\.\d+, TPR 0\.\d+, FPR 0\.\d+; temperature /m,
  );
  const html = operatingPointSection(summary)!.markup;
  assert.ok(html.includes("&lt;b&gt;") && !html.includes("<b>"));
  const markdown = [...markdownReport(summary)].join("");
  assert.match(markdown, /## Operating point\n\n- Fitted on split val/);
  assert.match(markdown, /\| \\<b\\>"sharp" \| 0\./);
  const [head, ...rows] = [...summaryCsv(summary)].map((line) => line.trim().split(","));
  assert.ok(rows.every((row) => row.length === head!.length));
  assert.ok(head!.includes("operatingLogLossChangeHigh"));
});
