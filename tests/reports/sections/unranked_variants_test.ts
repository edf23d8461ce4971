import assert from "node:assert/strict";
import {
  bestOf,
  grounds,
  headline,
  plainLine,
} from "../../../src/reports/sections/verdict_lines.ts";
import type { RunSummary } from "../../../src/records/summary.ts";
import { summaryOf } from "../../analysis/summary/fake_summary.ts";
import { failingRun } from "../../analysis/summary/failing_run.ts";

function textOf(summary: RunSummary): string {
  return [headline(summary), ...grounds(summary)].map(plainLine).join("\n");
}

Deno.test("a variant with a lower log loss that scored a few videos is not best, and the report says why", () => {
  const summary = summaryOf(failingRun("notebook", { scored: 3 }));
  assert.notEqual(bestOf(summary)!.name, "notebook");
  assert.doesNotMatch(plainLine(headline(summary)), /notebook/);
  assert.match(
    textOf(summary),
    /"notebook" has a lower log loss \(0\.\d{3}\), but scored only 3 of 36 videos; the others have 0\.5\./,
  );
});

Deno.test("where all variants scored alike nothing is said of it", () => {
  assert.doesNotMatch(textOf(summaryOf(failingRun("none", { scored: 36 }))), /scored only/);
});

Deno.test("the headline is right where the baseline itself scored too few videos", () => {
  const summary = summaryOf(failingRun("reference", { scored: 3 }));
  const best = bestOf(summary)!;
  assert.notEqual(best.name, "reference");
  assert.match(
    plainLine(headline(summary)),
    /^".+" has the lowest log loss \(\d\.\d{3}\) of the variants that scored at least \d+ videos, which the baseline did not\.$/,
  );
});

Deno.test("where no video was scored no variant is best", () => {
  const run = failingRun("none", { scored: 36 });
  const records = run.records.map((record) => ({
    ...record,
    variants: record.variants.map((verdict) => ({
      ...verdict,
      ...{ probability: 0.5, status: "failed", fallback: "error" } as const,
    })),
  }));
  const summary = summaryOf({ ...run, records });
  assert.equal(bestOf(summary), null);
  assert.match(textOf(summary), /^No video could be scored: P\(fake\) is 0\.5 for all of them/);
});
