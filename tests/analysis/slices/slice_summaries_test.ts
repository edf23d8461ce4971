import assert from "node:assert/strict";
import { byMetric } from "../../../src/records/metric_value.ts";
import type { VideoRecord } from "../../../src/records/run_result.ts";
import type { SliceSummary } from "../../../src/records/slice.ts";
import { VIDEO_METRIC_NAMES } from "../../../src/metrics/names.ts";
import { sliceSummaries } from "../../../src/analysis/slices/slice_summaries.ts";
import { sliceScope } from "../../../src/analysis/slices/slice_scope.ts";
import type { SelectedSlice } from "../../../src/analysis/slices/select_slices.ts";
import { independentColumns } from "../../../src/analysis/independence/independent_columns.ts";
import { readColumns } from "../../../src/runs/run_columns.ts";
import { fakeSummary, journalOf, summaryOf } from "../summary/fake_summary.ts";
import { COMPRESSIONS, METHODS, taggedRun } from "./tagged_run.ts";

const VARIANTS = { reference: {}, quick: { frames: 8 } };

/** Mean of −ln of the probability of the true class. */
function naiveLogLoss(records: readonly VideoRecord[], variant: number): number {
  const losses = records.map(({ label, variants }) => {
    const { probability } = variants[variant]!;
    const clipped = Math.min(1 - 1e-15, Math.max(1e-15, probability));
    return -Math.log(label === "FAKE" ? clipped : 1 - clipped);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** Share of the pairs of a fake and a real in which the fake has the higher score; ties count half. */
function naiveAuc(records: readonly VideoRecord[], variant: number): number {
  const scores = (wanted: string) =>
    records.filter(({ label }) => label === wanted)
      .map(({ variants }) => variants[variant]!.probability);
  const reals = scores("REAL");
  const pairs = scores("FAKE").flatMap((fake) =>
    reals.map((real) => fake > real ? 1 : fake === real ? 0.5 : 0)
  );
  return pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length;
}

function assertClose(actual: number | null, expected: number): void {
  assert.ok(actual !== null && Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
}

function sliceOf(slices: readonly SliceSummary[], tag: string, value: string): SliceSummary {
  const found = slices.find((slice) => slice.tag === tag && slice.value === value);
  assert.ok(found, `${tag}=${value}`);
  return found;
}

Deno.test("log loss and AUC by method are those of its fakes and all reals, computed in the plainest way", () => {
  const run = taggedRun({ videos: 72, variants: VARIANTS });
  const { slices } = summaryOf(run);
  for (const method of METHODS) {
    const kept = run.records.filter(({ label, tags }) =>
      label === "REAL" || tags!.method === method
    );
    const slice = sliceOf(slices, "method", method);
    assert.ok(slice.againstAllReals);
    assert.deepEqual([slice.videos, slice.real, slice.fake, slice.groups], [48, 36, 12, 36]);
    slice.variants.forEach(({ variant, metrics }, v) => {
      assert.equal(variant, run.manifest.variants[v]!.name);
      assertClose(metrics.logLoss.value, naiveLogLoss(kept, v));
      assertClose(metrics.auc!.value, naiveAuc(kept, v));
    });
  }
});

Deno.test("a method that exists at one compression alone is judged against the reals of that compression", () => {
  const run = taggedRun({ videos: 72, variants: VARIANTS }, ({ label }, place) => {
    const compression = COMPRESSIONS[(place >> 1) % 2]!;
    const method = compression === "c23" ? "Deepfakes" : METHODS[1 + (place >> 2) % 2]!;
    return { compression, ...label === "FAKE" ? { method } : {} };
  });
  const kept = run.records.filter(({ tags }) => tags!.compression === "c23");
  const slice = sliceOf(summaryOf(run).slices, "method", "Deepfakes");
  assert.deepEqual([slice.real, slice.fake], [18, 18]);
  assertClose(slice.variants[1]!.metrics.auc!.value, naiveAuc(kept, 1));
  assertClose(slice.variants[1]!.metrics.logLoss.value, naiveLogLoss(kept, 1));
});

Deno.test("a tag of both classes is judged within its videos, with an interval over its groups", () => {
  const run = taggedRun({ videos: 72, variants: VARIANTS });
  const { slices } = summaryOf(run);
  for (const compression of COMPRESSIONS) {
    const kept = run.records.filter(({ tags }) => tags!.compression === compression);
    const slice = sliceOf(slices, "compression", compression);
    assert.deepEqual([slice.againstAllReals, slice.groups, slice.small], [false, 18, true]);
    const alone = summaryOf({ ...run, records: kept });
    slice.variants.forEach(({ metrics }, v) => {
      assertClose(metrics.logLoss.value, naiveLogLoss(kept, v));
      assertClose(metrics.auc!.value, naiveAuc(kept, v));
      assert.deepEqual(Object.keys(metrics).sort(), [...VIDEO_METRIC_NAMES].sort());
      const expected = alone.variants[v]!.metrics;
      for (const name of VIDEO_METRIC_NAMES) {
        assert.deepEqual(metrics[name], expected[name], `${name} as of a run of these videos`);
      }
    });
  }
});

Deno.test("videos without a label are in no slice", () => {
  const run = taggedRun({ videos: 40, variants: VARIANTS });
  const records = run.records.map((record, i) => i % 4 < 2 ? record : { ...record, label: null });
  const slice = sliceOf(summaryOf({ ...run, records }).slices, "method", "Deepfakes");
  assert.equal(slice.real, 20 / 2);
});

Deno.test("below six groups there is n and a value, but no interval, with the reason", () => {
  const run = taggedRun({ videos: 22, variants: VARIANTS });
  const { slices } = summaryOf(run);
  const five = sliceOf(slices, "compression", "c40");
  assert.deepEqual([five.groups, five.small], [5, true]);
  for (const { metrics: { logLoss, auc } } of five.variants) {
    for (const estimate of [logLoss, auc!]) {
      assert.equal(estimate.n, 10);
      assert.notEqual(estimate.value, null);
      assert.deepEqual(estimate.interval, {
        low: null,
        high: null,
        reason: "there are fewer than 6 groups",
      });
    }
  }
  const six = sliceOf(slices, "compression", "c23");
  assert.equal(six.groups, 6);
  assert.equal(six.variants[0]!.metrics.logLoss.interval.reason, null);
});

Deno.test("a slice of many groups and enough of both classes is not small", () => {
  const { slices } = summaryOf(taggedRun({ videos: 84, variants: VARIANTS }));
  assert.equal(sliceOf(slices, "compression", "c23").small, false);
  const { slices: fewer } = summaryOf(taggedRun({ videos: 54, variants: VARIANTS }));
  assert.equal(sliceOf(fewer, "method", "FaceSwap").small, true, "nine fakes");
});

Deno.test("runs without tags, and configs that ask for none, have no slices", () => {
  assert.deepEqual(fakeSummary().slices, []);
  const run = taggedRun({ videos: 20, variants: VARIANTS });
  const config = { ...run.manifest.config as object, slices: [] };
  assert.deepEqual(summaryOf({ ...run, manifest: { ...run.manifest, config } }).slices, []);
});

Deno.test("the config names the tags to slice by, and one that no video has is warned of", () => {
  const run = taggedRun({ videos: 20, variants: VARIANTS });
  const config = { ...run.manifest.config as object, slices: ["method", "lamp"] };
  const { slices, warnings } = summaryOf({ ...run, manifest: { ...run.manifest, config } });
  assert.deepEqual([...new Set(slices.map(({ tag }) => tag))], ["method"]);
  assert.deepEqual(warnings.filter((text) => text.includes("slices")), [
    'No video has the tag "lamp" that "slices" in the config names; ' +
    "the tags are codec, compression, duration, facesFound, method, resolution.",
  ]);
});

Deno.test("a tag with more values than are taken is warned of", () => {
  const run = taggedRun({ videos: 202, variants: { reference: {} } }, (_, place) => ({
    name: `n${place >> 1}`,
  }));
  const config = { ...run.manifest.config as object, slices: ["name"] };
  const { slices, warnings } = summaryOf({ ...run, manifest: { ...run.manifest, config } });
  assert.equal(slices.length, 100);
  assert.ok(warnings.some((text) => /^name: of tags with more than 100 values only/.test(text)));
});

/** Number of metrics of videos. */
const ALL = VIDEO_METRIC_NAMES.length;

Deno.test("in large runs only the main variants have intervals, and all have the main metrics", () => {
  const run = taggedRun({ videos: 24, variants: VARIANTS }, (_, place) => ({
    name: `n${place >> 2}`,
  }));
  const { manifest } = run;
  const columns = independentColumns(manifest, readColumns(manifest, journalOf(run)));
  const copies = 200;
  const times = <T>(list: readonly T[]) => Array.from({ length: copies }, () => list).flat();
  const slices = sliceSummaries({
    manifest: { ...manifest, variants: times(manifest.variants) },
    columns: { ...columns, variants: times(columns.variants) },
    mainVariants: [1],
  });
  const [plain] = sliceSummaries({ manifest, columns, mainVariants: [0] });
  const { variants } = slices[0]!;
  assert.equal(variants.length, 2 * copies);
  variants.forEach(({ metrics }, v) => {
    assertClose(metrics.logLoss.value, plain!.variants[v % 2]!.metrics.logLoss.value!);
    assertClose(metrics.auc!.value, plain!.variants[v % 2]!.metrics.auc!.value!);
    assert.match(metrics.eer!.reason ?? "", /too large/);
    assert.deepEqual(Object.keys(byMetric(Object.entries(metrics))).length, ALL);
  });
  assert.match(variants[0]!.metrics.logLoss.interval.reason ?? "", /too large/);
  assert.match(variants[1]!.metrics.logLoss.interval.reason ?? "", /fewer than 6/);
});

Deno.test("what is computed of slices shrinks with slices, variants and videos", () => {
  const slice = (videos: number): SelectedSlice => ({
    ...{ tag: "t", value: "v", againstAllReals: false },
    places: new Uint32Array(videos),
  });
  const scopeOf = (videos: number, variants: number) => {
    const { main, others } = sliceScope([slice(videos), slice(videos)], variants);
    return [main.computed, main.drawn, others.computed, others.drawn].map(({ length }) => length);
  };
  assert.deepEqual(scopeOf(100, 12), [ALL, ALL, ALL, ALL]);
  assert.deepEqual(scopeOf(1000, 12), [ALL, 5, ALL, 5]);
  assert.deepEqual(scopeOf(10, 100), [ALL, 5, ALL, 5]);
  assert.deepEqual(scopeOf(50_000, 12), [5, 2, 5, 0]);
  assert.deepEqual(scopeOf(100_000, 50), [5, 2, 0, 0]);
});
