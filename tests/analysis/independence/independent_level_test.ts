import { deepEqual, equal, match, notDeepEqual } from "node:assert/strict";
import type { RunSummary } from "../../../src/records/summary.ts";
import { summaryOf } from "../summary/fake_summary.ts";
import { asking, comparisonOf, groupedByPeople, nestedRun } from "./nested_run.ts";

const run = nestedRun(6);

/** Every number of a summary: intervals, tests, slices, faces, effects. */
function numbersOf({ variants, slices, ablation, videos, noise }: RunSummary) {
  return { variants, slices, ablation, videos, noise };
}

Deno.test("resampling people gives the numbers of a dataset whose groups are people, everywhere", () => {
  const summary = summaryOf(run);
  deepEqual([summary.independence.level, summary.independence.members], ["identity", 6]);
  deepEqual(numbersOf(summary), numbersOf(summaryOf(groupedByPeople(run))));
  equal(summary.videos.groups, 6);
  equal(summary.slices.find(({ tag, value }) => tag === "method" && value === "m1")!.groups, 6);
});

Deno.test("another level gives the same metrics with other intervals and tests", () => {
  const people = summaryOf(run).variants[1]!;
  const groups = summaryOf(asking(run, "group")).variants[1]!;
  equal(groups.metrics.logLoss.value, people.metrics.logLoss.value);
  notDeepEqual(groups.metrics.logLoss.interval, people.metrics.logLoss.interval);
  notDeepEqual(
    groups.comparison!.metrics.logLoss.swapTest,
    people.comparison!.metrics.logLoss.swapTest,
  );
  notDeepEqual(groups.faceMetrics.faceLogLoss!.interval, people.faceMetrics.faceLogLoss!.interval);
});

Deno.test("a table of videos keeps the dataset's groups", () => {
  equal(new Set(summaryOf(run).rows.map(({ group }) => group)).size, 24);
});

Deno.test("a comparison resamples and swaps the later run's level, in slices too", () => {
  const later = nestedRun(6, { seed: 2 });
  const compared = comparisonOf(run, later);
  const { variants, slices, videos } = comparisonOf(groupedByPeople(run), groupedByPeople(later));
  deepEqual({ ...compared.variants }, { ...variants });
  deepEqual([compared.slices, compared.videos], [slices, videos]);
  deepEqual([compared.independence.level, compared.independence.members], ["identity", 6]);
  equal(compared.warnings.some((warning) => /resample/.test(warning)), false);
});

Deno.test("runs that resample different levels are compared by the later one's, which is said", () => {
  const compared = comparisonOf(asking(run, "group"), run);
  equal(compared.independence.level, "identity");
  equal(
    compared.warnings.find((warning) => /resample/.test(warning)),
    "The 95 % CIs of A resample its 24 groups, those of B its 6 identities; this comparison " +
      "resamples those of B.",
  );
  const back = comparisonOf(run, asking(run, "group"));
  deepEqual([back.independence.level, back.videos.groups], ["group", 24]);
});

Deno.test("fewer than six people are no level of their own, and asked for have no significance", () => {
  const few = nestedRun(5);
  equal(summaryOf(few).independence.level, "group");
  const { variants, independence, warnings } = summaryOf(asking(few, "identity"));
  deepEqual([independence.level, independence.members, independence.chosenBy], [
    ...["identity", 5, "config"],
  ]);
  for (const { comparison } of variants) {
    const finding = comparison?.metrics.logLoss.finding ?? "not shown";
    equal(finding === "better" || finding === "worse", false);
  }
  match(warnings.join("\n"), /come from only 5 identities/);
});

Deno.test("videos one by one are warned of where groups are known", () => {
  const { warnings, independence } = summaryOf(asking(run, "video"));
  deepEqual([independence.level, independence.members], ["video", 48]);
  match(
    warnings.join("\n"),
    /Videos are resampled one by one, although those of a group have errors in common\. The 95 % CIs are too narrow/,
  );
});
