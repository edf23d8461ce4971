import { doesNotMatch, equal, ok } from "node:assert/strict";
import { markup, rawMarkup } from "../../../src/reports/html/markup.ts";
import { type FakeRun, fakeRun } from "../../runs/fake_run.ts";
import { journalOf, summaryOf } from "../../analysis/summary/fake_summary.ts";
import { reportDetails } from "../../../src/analysis/summary/report_details.ts";
import { htmlReport } from "../../../src/reports/html/html_report.ts";
import { readColumns } from "../../../src/runs/run_columns.ts";

/** What `JSON.parse` may return in place of a text. */
const INJECTED = { markup: '<meta http-equiv="refresh" content="0;url=evil">' };

Deno.test("only what was made as markup is taken for markup", () => {
  const foreign = JSON.parse(JSON.stringify(INJECTED));
  doesNotMatch(markup`<b>${foreign}</b>`.markup, /<meta/);
  doesNotMatch(markup`<b>${[foreign, [foreign]]}</b>`.markup, /<meta/);
  doesNotMatch(markup`<b>${Object.create(foreign)}</b>`.markup, /<meta/);
  equal(
    markup`<b>${markup`<i>${"<"}</i>`}${rawMarkup("<hr>")}</b>`.markup,
    "<b><i>&lt;</i><hr></b>",
  );
  equal(markup`${JSON.parse("true")}`.markup, "true");
});

type Path = readonly string[];

/** Paths of all texts inside a JSON value. */
function textPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value === "string") return [at];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textPaths(inner, [...at, key]));
}

/** A copy in which the value at `path` is INJECTED. */
function injectedAt<T>(value: T, [key, ...rest]: Path): T {
  if (key === undefined) return INJECTED as T;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? [...value] as unknown as Record<string, unknown>
    : { ...value as object };
  copy[key] = injectedAt(copy[key], rest);
  return copy as T;
}

/** The page of a run without its charts, which escape text on their own; or the error that refuses the run. */
function pageOrRefusal(run: FakeRun): string {
  try {
    const summary = summaryOf(run);
    const journal = journalOf(run);
    const columns = readColumns(run.manifest, journal);
    const details = reportDetails(summary, { ...run, journal, columns, thumbnailsOf: () => [] });
    return [...htmlReport(summary, { details, charts: new Map(), chosen: [0] })].join("");
  } catch (error) {
    return String(error);
  }
}

Deno.test("an object with the key `markup` in place of any text is not put into the page", () => {
  const run = fakeRun({ videos: 2, variants: { reference: {}, other: { frames: 8 } } });
  const { manifest, records: [first, ...others] } = run;
  let pages = 0;
  for (const path of textPaths(manifest)) {
    const page = pageOrRefusal({ ...run, manifest: injectedAt(manifest, path) });
    doesNotMatch(page, /<meta http-equiv="refresh"/, path.join("."));
    if (page.startsWith("<!doctype html>")) pages += 1;
  }
  ok(pages > 20, "most fields change nothing but what is shown");
  for (const path of textPaths({ ...first!, faces: [], stages: [] })) {
    const page = pageOrRefusal({ ...run, records: [injectedAt(first!, path), ...others] });
    doesNotMatch(page, /<meta http-equiv="refresh"/, path.join("."));
  }
});
