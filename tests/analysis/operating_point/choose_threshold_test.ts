import assert from "node:assert/strict";
import fc from "fast-check";
import {
  chooseThreshold,
  type ThresholdOptions,
} from "../../../src/analysis/operating_point/choose_threshold.ts";
import { logistic, logit } from "../../../src/base/numeric/statistics/logistic.ts";
import type { ScoredItems } from "../../../src/metrics/contract.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import type { ThresholdCriterion } from "../../../src/records/operating_point.ts";
import { anyItems, items } from "../../metrics/scored_items.ts";

const CLIP = 1e-15;
const COSTS = { falsePositive: 1, falseNegative: 5, prior: null };
const RARE = { ...COSTS, prior: 0.02 };

const CRITERIA: readonly ThresholdCriterion[] = [
  ...["balancedAccuracy", "cost"] as const,
  ...[{ fpr: 0.01 }, { fpr: 0.3 }, { tpr: 0.7 }, { tpr: 0.95 }],
];

const bothClasses = anyItems.filter(({ labels }) => labels.includes(0) && labels.includes(1));

/** Rates of calling fake what is at or above a threshold, counted the plain way. */
function rates({ labels, probabilities }: ScoredItems, threshold: number | null) {
  const share = (label: number) => {
    const own = [...probabilities].filter((_, k) => labels[k] === label);
    return own.filter((p) => threshold !== null && p >= threshold).length / own.length;
  };
  return { tpr: share(1), fpr: share(0) };
}

/** What is to be as high as possible; −∞: not allowed. */
function worth(drawn: ScoredItems, threshold: number | null, options: ThresholdOptions): number {
  const { tpr, fpr } = rates(drawn, threshold);
  const { criterion, costs } = options;
  if (criterion === "balancedAccuracy") return tpr - fpr;
  if (criterion === "cost") {
    const decision = threshold ?? Infinity;
    return -METRICS.cost.compute(drawn, { decision, clip: CLIP, costs: costs! }).value!;
  }
  if ("fpr" in criterion) return fpr <= criterion.fpr + 1e-12 ? tpr : -Infinity;
  return tpr >= criterion.tpr - 1e-12 ? -fpr : -Infinity;
}

for (const criterion of CRITERIA) {
  for (const costs of criterion === "cost" ? [COSTS, RARE] : [null]) {
    const options = { criterion, costs, clip: CLIP };
    const name = JSON.stringify(criterion) + (costs?.prior ? " with a prior" : "");

    Deno.test(`no threshold is better by ${name} than the one chosen`, () => {
      fc.assert(fc.property(bothClasses, (drawn) => {
        const chosen = chooseThreshold(drawn, options);
        const candidates = [null, 0, ...drawn.probabilities];
        const best = Math.max(...candidates.map((one) => worth(drawn, one, options)));
        assert.ok(Math.abs(worth(drawn, chosen.threshold, options) - best) < 1e-9);
        const { tpr, fpr } = rates(drawn, chosen.threshold);
        assert.deepEqual([chosen.truePositiveRate, chosen.falsePositiveRate], [tpr, fpr]);
      }));
    });
  }

  Deno.test(`${JSON.stringify(criterion)} calls the same items fake after a rise of all scores`, () => {
    const options = { criterion, costs: COSTS, clip: CLIP };
    fc.assert(fc.property(bothClasses, (drawn) => {
      const changed = {
        ...drawn,
        probabilities: drawn.probabilities.map((p) => 0.2 + p / 2),
      };
      // Scores that differ by less than a float does there become equal.
      const distinct = (one: ScoredItems) => new Set(one.probabilities).size;
      fc.pre(distinct(drawn) === distinct(changed));
      const [one, other] = [drawn, changed].map((some) => {
        const { threshold } = chooseThreshold(some, options);
        return some.probabilities.map((p) => threshold !== null && p >= threshold ? 1 : 0);
      });
      assert.deepEqual(other, one);
    }));
  });
}

Deno.test("the threshold lies midway in logits, so that it moves with the temperature of all scores", () => {
  const options = { criterion: "balancedAccuracy", costs: null, clip: CLIP } as const;
  const halfWay = chooseThreshold(items([0, 0.1], [1, 0.9]), options).threshold;
  assert.ok(Math.abs(halfWay! - 0.5) < 1e-12);
  const skewed = items([0, 0.2], [0, 0.3], [1, 0.8], [1, 0.99]);
  const hotter = {
    ...skewed,
    probabilities: skewed.probabilities.map((p) => logistic(logit(p, CLIP) / 3)),
  };
  const [one, other] = [skewed, hotter].map((some) => chooseThreshold(some, options).threshold!);
  assert.ok(Math.abs(logistic(logit(one!, CLIP) / 3) - other!) < 1e-12);
});

Deno.test("scores that a clip makes equal are still told apart", () => {
  const options = { criterion: "balancedAccuracy", costs: null, clip: CLIP } as const;
  const drawn = items([0, 0], [1, 1e-20]);
  assert.equal(chooseThreshold(drawn, options).threshold, 1e-20);
});

Deno.test("a rate that rounding makes a little smaller than a whole number of items is met", () => {
  const reals = Array.from({ length: 100 }, (_, k): [0, number] => [0, k / 100]);
  const chosen = chooseThreshold(items(...reals, [1, 0.705]), {
    ...{ criterion: { fpr: 0.29 }, costs: null, clip: CLIP },
  });
  assert.deepEqual([chosen.falsePositiveRate, chosen.truePositiveRate], [0.29, 1]);
});

Deno.test("where calling nothing fake is best there is no threshold, where calling all is best it is 0", () => {
  const drawn = items([0, 0.6], [0, 0.9], [1, 0.5]);
  const dear = { falsePositive: 9, falseNegative: 1, prior: null };
  const cheap = { falsePositive: 1, falseNegative: 9, prior: null };
  const choose = (costs: typeof dear) =>
    chooseThreshold(drawn, { criterion: "cost", costs, clip: CLIP }).threshold;
  assert.deepEqual([choose(dear), choose(cheap)], [null, 0]);
});
