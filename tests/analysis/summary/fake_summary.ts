import { summarise } from "../../../src/analysis/summary/summarise.ts";
import { compareCodePoints } from "../../../src/base/text/compare_code_points.ts";
import type { RunSummary } from "../../../src/records/summary.ts";
import type { Journal } from "../../../src/runs/journal.ts";
import { type FakeRun, fakeRun, type FakeRunOptions } from "../../runs/fake_run.ts";

/** A journal in memory. */
export function journalOf({ records }: Pick<FakeRun, "records">): Journal {
  const byName = new Map(records.map((record) => [record.filename as string, record]));
  return {
    filenames: () => [...byName.keys()].sort(compareCodePoints),
    has: (filename) => byName.has(filename),
    tagNames: () =>
      [...new Set(records.flatMap(({ tags }) => Object.keys(tags ?? {})))].sort(compareCodePoints),
    read: (filename) => byName.get(filename)!,
    close: () => {},
  };
}

export function summaryOf(run: FakeRun): RunSummary {
  return summarise(run.manifest, journalOf(run));
}

export function fakeSummary(options: FakeRunOptions = {}): RunSummary {
  return summaryOf(fakeRun(options));
}

/** Texts as a malicious or careless dataset has them. */
export const HOSTILE = [
  "<img src=x onerror=alert(1)>.mp4",
  "</script><script>alert(2)</script>.mp4",
  "=cmd|' /C calc'!A0.mp4",
  "quote\"and'more`&amp;.mp4",
  "pipe|new\nline\u001b[31m\u2028.mp4",
] as const;
