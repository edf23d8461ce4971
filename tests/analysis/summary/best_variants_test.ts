import assert from "node:assert/strict";
import fc from "fast-check";
import { bestMetrics, countScored, rankable } from "../../../src/analysis/summary/best_variants.ts";
import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../../../src/metrics/names.ts";
import { defined, type MetricValue } from "../../../src/records/metric_value.ts";
import { summaryOf } from "./fake_summary.ts";
import { videoCounts as counts } from "./scoring_all.ts";
import { failingRun } from "./failing_run.ts";

function withLoss(videos: number, scored: number, loss: number) {
  const metrics = Object.fromEntries(
    VIDEO_METRIC_NAMES.map((name) => [name, defined(loss)]),
  ) as unknown as Record<VideoMetricName, MetricValue>;
  return { ...counts(videos, scored), metrics };
}

Deno.test("a variant that failed on every video is best in nothing, whatever its numbers", () => {
  const [failed, poor, worse] = bestMetrics([
    withLoss(2, 0, 0.693),
    withLoss(2, 2, 0.8),
    withLoss(2, 2, 0.9),
  ]);
  assert.deepEqual(failed, []);
  assert.ok(poor!.includes("logLoss"));
  assert.ok(!worse!.includes("logLoss"));
});

Deno.test("one video in twenty may be missing, and no more", () => {
  const [all, some, few] = [counts(40, 40), counts(40, 38), counts(40, 37)];
  assert.deepEqual(rankable([all, some, few]), [all, some]);
  assert.deepEqual(rankable([counts(13, 13), counts(13, 12)]), [counts(13, 13)]);
});

Deno.test("where no variant scored a video none is ranked; where all miss the same all are", () => {
  assert.deepEqual(rankable([counts(2, 0), counts(2, 0)]), []);
  assert.equal(rankable([counts(9, 3), counts(9, 3)]).length, 2);
  assert.deepEqual(rankable([]), []);
});

Deno.test("the ranked variants are the same in any order, and hold the most complete one", () => {
  const variants = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 })
    .map((scored) => scored.map((one) => counts(60, one)));
  fc.assert(fc.property(variants, (drawn) => {
    const ranked = rankable(drawn);
    assert.deepEqual(new Set(rankable(drawn.toReversed())), new Set(ranked));
    const most = Math.max(...drawn.map(countScored));
    assert.deepEqual(ranked, drawn.filter((one) => most > 0 && countScored(one) / most >= 0.95));
  }));
});

Deno.test("of a run in which the variant with the lowest log loss scored a few videos, another is best", () => {
  const { variants, pareto } = summaryOf(failingRun("notebook", { scored: 3 }));
  const lowest = variants.toSorted((a, b) => a.metrics.logLoss.value! - b.metrics.logLoss.value!);
  assert.equal(lowest[0]!.name, "notebook");
  for (const { name, best } of variants) {
    assert.ok(name !== "notebook" || best.length === 0, best.join());
  }
  assert.ok(lowest[1]!.best.includes("logLoss"));
  assert.ok(!JSON.stringify(pareto.entries).includes("notebook"));
  assert.deepEqual(pareto.incomplete, ["notebook"]);
});
