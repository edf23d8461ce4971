import assert from "node:assert/strict";
import {
  mixedSplitsWarning,
  operatingPoints,
} from "../../../src/analysis/operating_point/operating_points.ts";
import { calibrated } from "../../../src/analysis/operating_point/temperature.ts";
import { logistic } from "../../../src/base/numeric/statistics/logistic.ts";
import type { DecisionPlan } from "../../../src/config/operating_point.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import type { RunManifest } from "../../../src/records/manifest.ts";
import type { VideoRecord } from "../../../src/records/run_result.ts";
import { readColumns } from "../../../src/runs/run_columns.ts";
import { fakeRun } from "../../runs/fake_run.ts";
import { journalOf } from "../summary/fake_summary.ts";

const PLAN: DecisionPlan = {
  costs: null,
  operatingPoint: { fit: "val", apply: "test", criterion: "balancedAccuracy" },
};

/** Evenly spread numbers in [0, 1). */
function spread(place: number): number {
  return (place * 0.618034) % 1;
}

/** Logits around −1 and 1 times a sharpness. */
function scoreOf(place: number, sharpness: number): number {
  return logistic(sharpness * ((place % 2 ? 1 : -1) + 5 * (spread(place) - 0.5)));
}

/** A run of one variant whose first half is the split `val`; pairs of videos are groups. */
function madeRun(
  plan: DecisionPlan,
  { videos = 80, sharpness = 1, change = (record) => record }: {
    readonly videos?: number;
    readonly sharpness?: number;
    readonly change?: (record: VideoRecord, place: number) => VideoRecord;
  } = {},
) {
  const { manifest, records } = fakeRun({ videos, variants: { reference: {} } });
  const made = records.map((record, k) =>
    change({
      ...record,
      split: k < videos / 2 ? "val" : "test",
      variants: record.variants.map((verdict) => ({
        ...verdict,
        ...{ probability: scoreOf(k, sharpness), status: "ok", fallback: null, error: null },
      })),
    }, k)
  );
  const config = plan as unknown as RunManifest["config"];
  const whole = { ...manifest, config };
  return {
    manifest: whole,
    columns: readColumns(whole, journalOf({ records: made })),
    records: made,
  };
}

function pointsOf(...made: Parameters<typeof madeRun>) {
  const { manifest, columns } = madeRun(...made);
  const points = operatingPoints(manifest, columns);
  assert.ok(points !== null);
  return { points, point: points.variants[0]!, columns };
}

Deno.test("a run whose config asks for none, or is older, has no operating points", () => {
  for (const config of [{ ...PLAN, operatingPoint: null }, {}, null]) {
    const { manifest, columns } = madeRun(config as DecisionPlan);
    assert.equal(operatingPoints(manifest, columns), null);
  }
  assert.equal(mixedSplitsWarning(null), null);
});

Deno.test("the numbers are those of the other split, counted the plain way", () => {
  const costs = { falsePositive: 1, falseNegative: 5, prior: 0.1 };
  const { points, point } = pointsOf({ ...PLAN, costs }, { sharpness: 5 });
  assert.ok(point.fitted !== null);
  const { threshold, temperature } = point.fitted;
  assert.ok(threshold !== null && temperature.value !== null && temperature.value > 1);
  const labels = Uint8Array.from({ length: 40 }, (_, k) => k % 2);
  const probabilities = Float64Array.from(labels, (_, k) => scoreOf(40 + k, 5));
  const scaled = probabilities.map((p) =>
    calibrated(p, { temperature: temperature.value!, clip: 1e-15 })
  );
  const options = { decision: threshold, clip: 1e-15, costs };
  for (const [name, { value, interval, n }] of Object.entries(point.applied.metrics)) {
    const metric = METRICS[name as keyof typeof METRICS];
    const expected = metric.compute({ labels, probabilities }, options).value;
    assert.ok(Math.abs(value! - expected!) < 1e-12, name);
    assert.ok(interval.low !== null && interval.low <= value! && value! <= interval.high, name);
    assert.equal(n, 40);
  }
  const after = METRICS.logLoss.compute({ labels, probabilities: scaled }, options).value!;
  const { calibratedLogLoss, logLossChange, metrics } = point.applied;
  assert.ok(Math.abs(calibratedLogLoss.value! - after) < 1e-12);
  assert.ok(Math.abs(logLossChange.value! - (after - metrics.logLoss.value!)) < 1e-12);
  assert.deepEqual([point.applied.calibration, point.applied.ranking], ["poor", "above"]);
  assert.deepEqual(points.fitVideos, { videos: 40, real: 20, fake: 20, groups: 20 });
  assert.match(mixedSplitsWarning(points)!, /split val.*--split test/);
});

Deno.test("scores without a bearing on the labels are told from scores that are off", () => {
  const { point } = pointsOf(PLAN, {
    change: (record, k) => ({
      ...record,
      variants: record.variants.map((one) => ({ ...one, probability: spread(k >> 1) })),
    }),
  });
  assert.ok(point.fitted !== null);
  assert.equal(point.applied.ranking, "unclear");
  assert.match(point.fitted.temperature.reason!, /no temperature brings the log loss below/);
  const { calibratedLogLoss, logLossChange } = point.applied;
  assert.deepEqual([calibratedLogLoss.value, logLossChange.value], [null, null]);
  assert.equal(point.applied.calibration, "unknown");
});

Deno.test("what is fitted does not depend on the other split, nor on videos that were not scored", () => {
  const { point } = pointsOf(PLAN);
  const changed = pointsOf(PLAN, {
    change: (record, k) => ({
      ...record,
      variants: record.variants.map((one) => ({
        ...one,
        ...(record.split === "test" && { probability: spread(k) }),
      })),
    }),
  });
  assert.deepEqual(changed.point.fitted, point.fitted);
  const failing = (probability: number) =>
    pointsOf(PLAN, {
      change: (record, k) => ({
        ...record,
        variants: record.variants.map((one) =>
          k % 5 === 0 ? { ...one, probability, status: "failed", fallback: "error" } : one
        ),
      }),
    }).point.fitted;
  assert.equal(failing(0.5)!.videos, 32);
  assert.deepEqual(failing(0.5), failing(0.9));
});

Deno.test("groups in both splits are counted", () => {
  const { points } = pointsOf(PLAN, {
    change: (record, k) => ({ ...record, group: `source_${(k >> 1) % 30}` }),
  });
  assert.equal(points.sharedGroups, 10);
});

Deno.test("below six groups nothing is read from intervals", () => {
  const { point } = pointsOf(PLAN, {
    sharpness: 5,
    change: (record, k) =>
      record.split === "test" ? { ...record, group: `test ${k % 4 >> 1}` } : record,
  });
  assert.equal(point.applied!.ranking, "unknown");
  assert.ok(!["poor", "fine"].includes(point.applied!.calibration));
});

const LACKING: readonly {
  readonly what: string;
  readonly plan?: Partial<DecisionPlan["operatingPoint"]>;
  readonly change?: (record: VideoRecord, place: number) => VideoRecord;
  readonly reason: RegExp;
}[] = [
  { what: "the split to fit on", plan: { fit: "dev" }, reason: /split "dev" is in the run/ },
  { what: "the split to apply to", plan: { apply: "dev" }, reason: /split "dev" is in the run/ },
  {
    what: "fakes",
    change: (record) => ({ ...record, label: record.split === "val" ? "REAL" : record.label }),
    reason: /no scored video of split "val" is labelled FAKE/,
  },
  {
    what: "groups",
    change: (record, k) => ({ ...record, group: `source_${k % 5}` }),
    reason: /split "val" has 5 groups with scores, and 6 are needed/,
  },
  {
    what: "REAL videos for the FPR",
    plan: { criterion: { fpr: 0.01 } },
    reason: /an FPR of 0\.01 needs at least 100 REAL videos, and split "val" has 20/,
  },
  {
    what: "FAKE videos for the TPR",
    plan: { criterion: { tpr: 0.96 } },
    reason: /a TPR of 0\.96 needs at least 25 FAKE videos, and split "val" has 20/,
  },
];

for (const { what, plan = {}, change, reason } of LACKING) {
  Deno.test(`a variant that lacks ${what} has no operating point but the reason`, () => {
    const asked = { ...PLAN, operatingPoint: { ...PLAN.operatingPoint!, ...plan } };
    const { point } = pointsOf(asked, { change: change ?? ((record) => record) });
    assert.deepEqual([point.fitted, point.applied], [null, null]);
    assert.match(point.reason!, reason);
  });
}

Deno.test("a rate that the split is just large enough for is used", () => {
  const criterion = { tpr: 0.95 };
  const { point } = pointsOf({ ...PLAN, operatingPoint: { ...PLAN.operatingPoint!, criterion } });
  assert.ok(point.fitted!.truePositiveRate >= 0.95);
});
