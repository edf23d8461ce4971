import { deepEqual as same, equal, ok } from "node:assert/strict";
import type { RunSummary } from "../../../src/records/summary.ts";
import { markdownReport } from "../../../src/reports/markdown/markdown_report.ts";
import { splitWarnings } from "../../../src/reports/sections/leading_warnings.ts";
import { terminalTable } from "../../../src/reports/terminal/terminal_table.ts";
import { verdictSection, warningsSection } from "../../../src/reports/html/html_verdict.ts";
import { fakeSummary } from "../../analysis/summary/fake_summary.ts";

const SENTENCE = "It is the demo classifier: its scores mean nothing here.";

const plain = fakeSummary();
const warned: RunSummary = {
  ...plain,
  warnings: ["Another warning.", SENTENCE],
  dataWarnings: [{ kind: "demo_classifier", sentence: SENTENCE, count: 2, examples: ["a", "b"] }],
};

function timesIn(text: string, part: string): number {
  return text.split(part).length - 1;
}

Deno.test("what makes a run's numbers meaningless is said before them, and once", () => {
  same(splitWarnings(warned), { leading: [SENTENCE], others: ["Another warning."] });
  same(splitWarnings(plain).leading, []);
  const texts = {
    markdown: [...markdownReport(warned)].join(""),
    terminal: [...terminalTable(warned, { width: 200, colour: false })].join(""),
    html: verdictSection(warned).markup + warningsSection(warned)!.markup,
  };
  for (const [medium, text] of Object.entries(texts)) {
    equal(timesIn(text, SENTENCE), 1, medium);
    ok(text.indexOf(SENTENCE) < text.indexOf("log loss"), medium);
    ok(text.indexOf("Another warning.") > text.indexOf("log loss"), medium);
  }
});

Deno.test("without other warnings there is no list of them", () => {
  const alone = { ...warned, warnings: [SENTENCE] };
  equal(warningsSection(alone), null);
  equal(timesIn([...markdownReport(alone)].join(""), "Warnings:"), 0);
});
