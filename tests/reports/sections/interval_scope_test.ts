import { equal, match } from "node:assert/strict";
import {
  COMPARE_RUNS_DEFAULTS,
  compareRuns,
} from "../../../src/analysis/comparison/compare_runs.ts";
import type { CheckResult } from "../../../src/records/gate_verdict.ts";
import type { GroupFacts } from "../../../src/records/video.ts";
import { verdictSection, warningsSection } from "../../../src/reports/html/html_verdict.ts";
import { checkMarkdown } from "../../../src/reports/markdown/check_markdown.ts";
import { comparisonMarkdown } from "../../../src/reports/markdown/comparison_markdown.ts";
import { coverageText, simulatedCoverage } from "../../../src/metrics/simulated_coverage.ts";
import { markdownReport } from "../../../src/reports/markdown/markdown_report.ts";
import { checkJson } from "../../../src/reports/tables/check_json.ts";
import { checkText } from "../../../src/reports/terminal/check_text.ts";
import { comparisonText } from "../../../src/reports/terminal/comparison_text.ts";
import { terminalTable } from "../../../src/reports/terminal/terminal_table.ts";
import { comparableRun } from "../../../src/runs/comparable_run.ts";
import { fakeRun } from "../../runs/fake_run.ts";
import { journalOf, summaryOf } from "../../analysis/summary/fake_summary.ts";

const WIDE = { width: 1000, colour: false };
const STATED: GroupFacts = {
  kind: "stated",
  scope: "other clips of these recordings, not other people",
  unit: "real videos with their fakes",
  isOwnScope: true,
};
const SENTENCE =
  /The 95 % CIs treat 6 groups \(real videos with their fakes\) as independent: they hold for other clips of these recordings, not other people\./g;

/** A run of twelve videos whose dataset has such groups; `null`: of a version that did not record them. */
function runWith(groupFacts: GroupFacts | null) {
  const made = fakeRun({
    videos: 12,
    facesPerVideo: 1,
    variants: { reference: {}, quick: { frames: 8 } },
  });
  if (groupFacts === null) return made;
  const dataset = { ...made.manifest.dataset, groupFacts };
  return { ...made, manifest: { ...made.manifest, dataset } };
}

/** A run's reports: terminal, Markdown and the parts of the page that have words. */
function reportsOf(groupFacts: GroupFacts | null): readonly string[] {
  const summary = summaryOf(runWith(groupFacts));
  return [
    text(terminalTable(summary, WIDE)),
    text(markdownReport(summary)),
    verdictSection(summary).markup + (warningsSection(summary)?.markup ?? ""),
  ];
}

function comparisonOf(groupFacts: GroupFacts | null) {
  const made = runWith(groupFacts);
  const run = (name: string) => comparableRun(made.manifest, journalOf(made), { name });
  const [before, after] = [run("A"), run("B")];
  return compareRuns(before, after, { ...COMPARE_RUNS_DEFAULTS, draws: 100, swaps: 19 });
}

/** What compare and check print and write. */
function comparisonsOf(groupFacts: GroupFacts | null): readonly string[] {
  const comparison = comparisonOf(groupFacts);
  const result: CheckResult = {
    outcome: "pass",
    baseline: {
      name: "main",
      when: "2026-03-01T00:00:00.000Z",
      why: "x",
      commit: null,
      environment: {},
    },
    ...{ comparison, verdicts: [] },
  };
  return [
    text(comparisonText(comparison, WIDE)),
    text(comparisonMarkdown(comparison)),
    text(checkText(result, WIDE)),
    text(checkMarkdown(result)),
  ];
}

function text(chunks: Iterable<string>): string {
  return [...chunks].join("");
}

Deno.test("every report, comparison and check says once what its intervals hold for", () => {
  for (const page of [...reportsOf(STATED), ...comparisonsOf(STATED)]) {
    equal(page.match(SENTENCE)?.length, 1, page);
  }
  const checked = { outcome: "pass", comparison: comparisonOf(STATED), verdicts: [] } as const;
  const baseline = { name: "main", when: "", why: "", commit: null, environment: {} };
  equal(JSON.parse(text(checkJson({ ...checked, baseline }))).scope, STATED.scope);
});

Deno.test("a run of a version that did not record its groups says nothing of them", () => {
  for (const page of [...reportsOf(null), ...comparisonsOf(null)]) {
    equal(/they hold for|own group|not independent/.test(page), false, page);
  }
});

Deno.test("groups that are not independent are warned of, once", () => {
  const count = (page: string, pattern: RegExp) => page.match(pattern)?.length ?? 0;
  const cases = [
    ["stated", null],
    [
      "linked",
      /The groups are not independent: a fake joins people of two groups\. The 95 % CIs are too narrow/g,
    ],
    ["own", /Each video is its own group, because the dataset does not say/g],
  ] as const;
  for (const [kind, wanted] of cases) {
    const groups = { kind, scope: "other people", why: "a fake joins people of two groups" };
    for (const page of [...reportsOf(groups), ...comparisonsOf(groups)]) {
      match(page, /they hold for other people, not for other cameras or ways of making fakes\./);
      equal(count(page, /too narrow/g), wanted === null ? 0 : 1, page);
      if (wanted !== null) equal(count(page, wanted), 1, page);
    }
  }
});

Deno.test("of several datasets those where each video is its own group are named", () => {
  for (const kind of ["stated", "linked"] as const) {
    const groups = { kind, scope: "other people", own: ["clips", "more"] };
    for (const page of [...reportsOf(groups), ...comparisonsOf(groups)]) {
      match(page, /In clips and more each video is its own group, because the dataset/);
    }
  }
});

Deno.test("where nothing has an interval, nothing is said of what intervals hold for", () => {
  const made = runWith(STATED);
  const records = made.records.map((record) => ({ ...record, group: "the only one" }));
  const page = text(terminalTable(summaryOf({ ...made, records }), WIDE));
  match(page, /there is only one group/);
  equal(/CIs treat/.test(page), false, page);
});

Deno.test("with so few groups that CIs of metrics hold the truth less often, every report says how often, once", () => {
  const few = { videos: 8, groups: 4 };
  const summary = { ...summaryOf(runWith(STATED)), videos: { ...few, all: 8, labelled: 8 } };
  const comparison = { ...comparisonOf(STATED), videos: { ...few, all: 8, labelled: 8 } };
  const baseline = { name: "main", when: "2026-03-01T00:00:00.000Z", why: "x", commit: null };
  const result: CheckResult = {
    outcome: "pass",
    baseline: { ...baseline, environment: {} },
    ...{ comparison, verdicts: [] },
  };
  const pages = [
    text(terminalTable(summary, WIDE)),
    text(markdownReport(summary)),
    verdictSection(summary).markup,
  ];
  for (const page of pages) {
    equal(page.split("nominal 95 %, about 87 % with 4 groups").length, 2, page);
  }
  // Their intervals are of differences, of which this was not simulated.
  const differences = [
    text(comparisonText(comparison, WIDE)),
    text(comparisonMarkdown(comparison)),
    text(checkText(result, WIDE)),
    text(checkMarkdown(result)),
    text(checkJson(result)),
  ];
  for (const page of differences) equal(page.includes("nominal 95 %"), false, page);
});

Deno.test("summary.json has the simulated coverage beside the method of the intervals", () => {
  const made = fakeRun({ videos: 8, facesPerVideo: 1, variants: { reference: {} } });
  const { intervals, videos } = summaryOf(made);
  equal(intervals.coverage, coverageText(videos.groups));
  equal(intervals.simulatedCoverage, simulatedCoverage(videos.groups));
});
