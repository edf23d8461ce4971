import assert from "node:assert/strict";
import fc from "fast-check";
import { METRIC_NAMES } from "../../src/metrics/names.ts";
import { FACE_METRICS, METRICS, VIDEO_METRICS } from "../../src/metrics/registry.ts";
import type { WeightedMetric } from "../../src/metrics/weighted_metric.ts";
import { clustersOf } from "../../src/base/numeric/statistics/cluster_resample.ts";
import { anyItems, items, weightedItems } from "./scored_items.ts";

const COSTS = { falsePositive: 1, falseNegative: 5, prior: null };
const OPTIONS = { decision: 0.5, clip: 1e-15, costs: COSTS };

/** Enough items of each class for every metric. */
const MANY = 1000;

Deno.test("a metric's level is that of its registry, and no two have one title", () => {
  const levels = (
    registry: Readonly<Record<string, WeightedMetric>>,
  ) => [...new Set(Object.values(registry).map(({ level }) => level))];
  assert.deepEqual(levels(VIDEO_METRICS), ["video"]);
  assert.deepEqual(levels(FACE_METRICS), ["face"]);
  const titles = Object.values(METRICS).map(({ title }) => title);
  assert.equal(new Set(titles).size, titles.length);
});

for (const name of METRIC_NAMES) {
  const metric: WeightedMetric = METRICS[name];

  if (metric.decisionAlone) {
    Deno.test(`${name} depends on nothing but what is called fake`, () => {
      fc.assert(fc.property(anyItems, (drawn) => {
        const called = drawn.probabilities.map((p) => p >= OPTIONS.decision ? 1 : 0);
        assert.deepEqual(
          metric.compute({ ...drawn, probabilities: called }, OPTIONS),
          metric.compute(drawn, OPTIONS),
        );
      }));
    });
  }

  Deno.test(`${name} is a finite number or null with a reason, whatever the items`, () => {
    fc.assert(fc.property(anyItems, (drawn) => {
      const { value, reason } = metric.compute(drawn, OPTIONS);
      if (value === null) assert.ok(reason.length > 0);
      else assert.ok(Number.isFinite(value) && reason === null);
    }));
  });

  Deno.test(`${name} of nothing is null with a reason`, () => {
    const { value, reason } = metric.compute(items(), OPTIONS);
    assert.equal(value, null);
    assert.match(reason, /no labelled item/);
  });

  Deno.test(`${name} counts an item of weight w as w items`, () => {
    fc.assert(fc.property(weightedItems, ({ items: drawn, weights }) => {
      const copies = [...weights].flatMap((weight, k) => new Array<number>(weight).fill(k));
      const repeated = {
        labels: Uint8Array.from(copies, (k) => drawn.labels[k]!),
        probabilities: Float64Array.from(copies, (k) => drawn.probabilities[k]!),
      };
      const weighted = metric.prepare(drawn, OPTIONS)(weights);
      const plain = metric.compute(repeated, OPTIONS);
      assert.equal(weighted.reason, plain.reason);
      if (weighted.value !== null && plain.value !== null) {
        assert.ok(
          Math.abs(weighted.value - plain.value) <= 1e-9 * Math.max(1, Math.abs(plain.value)),
        );
      }
    }));
  });

  Deno.test(`${name} of whole clusters is that of their items, each counted as its cluster is`, () => {
    fc.assert(
      fc.property(weightedItems, fc.infiniteStream(fc.nat(3)), ({ items: drawn }, words) => {
        const n = drawn.labels.length;
        const clusters = clustersOf(Array.from({ length: n }, () => `${words.next().value}`));
        const weights = Uint32Array.from({ length: clusters.count }, () => words.next().value);
        const ofItems = clusters.ofItem.map((cluster) => weights[cluster]!);
        const together = metric.prepareClusters({ ...drawn, clusters }, OPTIONS)(weights);
        const oneByOne = metric.prepare(drawn, OPTIONS)(ofItems);
        assert.equal(together.reason, oneByOne.reason);
        const [a, b] = [together.value ?? 0, oneByOne.value ?? 0];
        assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)));
      }),
    );
  });

  Deno.test(`${name} does not depend on the order of the items`, () => {
    fc.assert(fc.property(anyItems, (drawn) => {
      const forward = metric.compute(drawn, OPTIONS).value;
      const backward = metric.compute({
        labels: drawn.labels.toReversed(),
        probabilities: drawn.probabilities.toReversed(),
      }, OPTIONS).value;
      if (forward === null || backward === null) assert.equal(forward, backward);
      else assert.ok(Math.abs(forward - backward) <= 1e-9 * Math.max(1, Math.abs(forward)));
    }));
  });

  Deno.test(`${name} prefers certain truth to certain error, in its own direction`, () => {
    const many = (...pairs: readonly (readonly [0 | 1, number])[]) =>
      metric.compute(items(...Array.from({ length: MANY }, () => pairs).flat()), OPTIONS).value;
    const right = many([0, 0], [0, 0], [1, 1], [1, 1]);
    const wrong = many([0, 1], [0, 0], [1, 0], [1, 1]);
    assert.ok(right !== null && wrong !== null);
    assert.ok(metric.direction === "lower" ? right < wrong : right > wrong, `${right} ${wrong}`);
  });

  Deno.test(`${name} refuses what is no probability, no label, or of unequal number`, () => {
    for (const stray of [NaN, -0.1, 1.1, Infinity]) {
      assert.throws(() => metric.compute(items([0, 0.5], [1, stray]), OPTIONS), RangeError);
    }
    const { probabilities } = items([0, 0.5], [1, 0.5]);
    assert.throws(
      () => metric.compute({ labels: Uint8Array.of(0, 2), probabilities }, OPTIONS),
      RangeError,
    );
    assert.throws(
      () => metric.compute({ labels: Uint8Array.of(0), probabilities }, OPTIONS),
      RangeError,
    );
  });
}
