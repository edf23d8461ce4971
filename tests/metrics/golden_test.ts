import assert from "node:assert/strict";
import type { MetricOptions, ScoredItems } from "../../src/metrics/contract.ts";
import type { MetricName } from "../../src/metrics/names.ts";
import { METRICS } from "../../src/metrics/registry.ts";
import { reliabilityBins } from "../../src/metrics/reliability_bins.ts";
import { thresholdCurve } from "../../src/metrics/threshold_curve.ts";
import { sharedJson, sharedTest } from "../shared_data.ts";
import { generatedItems, type ItemGenerator } from "../../src/parity/generated_items.ts";

interface GoldenDecision {
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly mcc: number;
}

interface GoldenDataset {
  readonly name: string;
  readonly y?: readonly number[];
  readonly p?: readonly number[];
  readonly generator?: ItemGenerator;
  readonly logLossEps1e15: number;
  readonly logLossEpsAuto: number;
  readonly logLossClip001: number;
  readonly brier: number;
  readonly rocAuc: number | null;
  readonly averagePrecision: number;
  readonly eer: number | null;
  readonly ece10: number;
  readonly ece15: number;
  readonly mce10: number;
  readonly mce15: number;
  readonly at05ge: GoldenDecision;
  readonly at05gt: GoldenDecision;
  readonly roc?: { readonly fpr: number[]; readonly tpr: number[]; readonly thresholds: number[] };
  readonly prCurve?: { readonly precision: number[]; readonly recall: number[] };
}

interface GoldenMetrics {
  readonly datasets: readonly GoldenDataset[];
}

const DECISION_METRICS = [
  "accuracy",
  "balancedAccuracy",
  "precision",
  "recall",
  "f1",
  "mcc",
] as const;

const AT_HALF: MetricOptions = { decision: 0.5, clip: 1e-15 };

sharedTest("metrics equal scikit-learn's on every golden dataset", () => {
  const { datasets } = sharedJson<GoldenMetrics>("golden", "metrics.json");
  assert.equal(datasets.length, 45);
  for (const golden of datasets) {
    const items = itemsOf(golden);
    const check = (name: MetricName, expected: number | null, options = AT_HALF) => {
      const { value } = METRICS[name].compute(items, options);
      const message = `${golden.name} ${name}: ${value} instead of ${expected}`;
      if (expected === null || value === null) assert.equal(value, expected, message);
      else assert.ok(close(value, expected), message);
    };
    check("logLoss", golden.logLossEps1e15);
    check("logLoss", golden.logLossEpsAuto, { ...AT_HALF, clip: 2 ** -52 });
    check("logLoss", golden.logLossClip001, { ...AT_HALF, clip: 0.01 });
    check("brier", golden.brier);
    check("auc", golden.rocAuc);
    check("eer", golden.eer);
    check("ece10", golden.ece10);
    check("ece15", golden.ece15);
    // scikit-learn says 0 where there is no fake to find.
    check("averagePrecision", items.labels.includes(1) ? golden.averagePrecision : null);
  }
});

sharedTest(
  "metrics of the decision equal scikit-learn's, null where it says 0 for want of a value",
  () => {
    const { datasets } = sharedJson<GoldenMetrics>("golden", "metrics.json");
    // The next number above 0.5: p ≥ it is p > 0.5.
    const above = 0.5 + 2 ** -53;
    for (const golden of datasets) {
      const items = itemsOf(golden);
      for (const [decision, expected] of [[0.5, golden.at05ge], [above, golden.at05gt]] as const) {
        const undefinedOnes = undefinedAt(items, decision);
        for (const name of DECISION_METRICS) {
          const { value } = METRICS[name].compute(items, { ...AT_HALF, decision });
          const message = `${golden.name} ${name} at ${decision}: ${value}`;
          if (undefinedOnes.has(name)) {
            assert.equal(value, null, message);
            assert.equal(expected[name], 0, message);
          } else assert.ok(value !== null && close(value, expected[name]), message);
        }
      }
    }
  },
);

sharedTest(
  "the largest gap of the reliability bins is the golden maximum calibration error",
  () => {
    const { datasets } = sharedJson<GoldenMetrics>("golden", "metrics.json");
    for (const golden of datasets) {
      const items = itemsOf(golden);
      for (const [bins, expected] of [[10, golden.mce10], [15, golden.mce15]] as const) {
        const gaps = reliabilityBins(items, bins).map(({ meanProbability, fakeShare }) =>
          meanProbability === null || fakeShare === null ? 0 : Math.abs(meanProbability - fakeShare)
        );
        assert.ok(close(Math.max(...gaps), expected), `${golden.name} ${bins}`);
      }
    }
  },
);

sharedTest("curves equal scikit-learn's", () => {
  const { datasets } = sharedJson<GoldenMetrics>("golden", "metrics.json");
  const withCurves = datasets.filter(({ roc }) => roc !== undefined);
  assert.ok(withCurves.length >= 12);
  for (const golden of withCurves) {
    const points = thresholdCurve(itemsOf(golden));
    const expected = golden.roc;
    assert.ok(expected !== undefined && golden.prCurve !== undefined);
    assertClose(points.map((point) => point.falsePositiveRate), expected.fpr);
    assertClose(points.map((point) => point.truePositiveRate), expected.tpr);
    // scikit-learn puts max + 1 where nothing is called fake.
    assertClose(
      points.slice(1).map((point) => point.threshold ?? NaN),
      expected.thresholds.slice(1),
    );
    const byThreshold = points.toReversed();
    assertClose(byThreshold.map((point) => point.precision), golden.prCurve.precision);
    assertClose(byThreshold.map((point) => point.truePositiveRate), golden.prCurve.recall);
  }
});

sharedTest("TPR at a low FPR is read off scikit-learn's ROC curves", () => {
  const { datasets } = sharedJson<GoldenMetrics>("golden", "metrics.json");
  for (const golden of datasets) {
    if (golden.roc === undefined) continue;
    const { fpr, tpr } = golden.roc;
    // Items that each count 1,000 times have the same curve, and enough of them are REAL.
    const { labels, probabilities } = itemsOf(golden);
    const places = Array.from({ length: 1000 * labels.length }, (_, k) => k % labels.length);
    const items = {
      labels: Uint8Array.from(places, (k) => labels[k]!),
      probabilities: Float64Array.from(places, (k) => probabilities[k]!),
    };
    for (const [name, most] of [["tprAt1Fpr", 0.01], ["tprAt0p1Fpr", 0.001]] as const) {
      const expected = Math.max(...tpr.filter((_, k) => fpr[k]! <= most));
      const { value } = METRICS[name].compute(items, AT_HALF);
      assert.ok(value !== null && close(value, expected), `${golden.name} ${name}: ${value}`);
    }
  }
});

function itemsOf(golden: GoldenDataset): ScoredItems {
  if (golden.generator !== undefined) return generatedItems(golden.generator);
  assert.ok(golden.y !== undefined && golden.p !== undefined, golden.name);
  return { labels: Uint8Array.from(golden.y), probabilities: Float64Array.from(golden.p) };
}

/** Which metrics divide by zero, counted the plain way. */
function undefinedAt({ labels, probabilities }: ScoredItems, decision: number): Set<MetricName> {
  const called = Array.from(probabilities, (p) => Number(p >= decision));
  const fakes = labels.reduce((sum, label) => sum + label, 0);
  const calledFake = called.reduce((sum, call) => sum + call, 0);
  const inner = (count: number) => count > 0 && count < labels.length;
  const names = new Set<MetricName>();
  if (calledFake === 0) names.add("precision");
  if (fakes === 0) names.add("recall");
  if (fakes + calledFake === 0) names.add("f1");
  if (!inner(fakes) || !inner(calledFake)) names.add("mcc");
  return names;
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, k) => assert.ok(close(value, expected[k]!), `${k}: ${value}`));
}

function close(value: number, expected: number): boolean {
  return Math.abs(value - expected) <= 1e-10 * Math.max(1, Math.abs(expected));
}
