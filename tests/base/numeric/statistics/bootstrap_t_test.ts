import assert from "node:assert/strict";
import fc from "fast-check";
import { bootstrapT } from "../../../../src/base/numeric/statistics/bootstrap_t.ts";

const finite = fc.double({ min: -20, max: 20, noNaN: true });

Deno.test("the interval excludes 0 exactly if p is at most 0.05, whatever the samples", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 30, arbitrary: finite }, fc.constantFrom(NaN, Infinity)), {
        minLength: 39,
        maxLength: 200,
      }),
      fc.oneof(finite, fc.integer({ min: -3, max: 3 })),
      fc.double({ min: 1e-9, max: 10, noNaN: true }),
      (distances, estimate, error) => {
        const tested = bootstrapT({
          ...{ estimate, error, clusters: 8 },
          distances: Float64Array.from(distances),
        });
        if (tested === null) return;
        const { p, below, above } = tested;
        const excludes = estimate - below > 0 || estimate + above < 0;
        assert.equal(excludes, p <= 0.05);
        assert.ok(p > 0 && p <= 1 && below >= 0 && above >= 0);
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("p is twice the share of samples beyond the estimate, the observed one counted", () => {
  const distances = Float64Array.from({ length: 999 }, (_, k) => (k - 499) / 100);
  // Widened by 20/19, and in units of 0.5: the samples from 4.90 · 20/19 · 0.5 on are as extreme.
  const estimate = 4.895 * 20 / 19 * 0.5;
  const tested = bootstrapT({ estimate, error: 0.5, distances, clusters: 20 })!;
  assert.equal(tested.p, 2 * (1 + 10) / 1000);
  // 24 samples may lie beyond: the 25th from the top ends the interval.
  assert.equal(tested.below, 0.5 * 20 / 19 * 4.75);
});

Deno.test("skewed samples count on the side where they lie", () => {
  const distances = Float64Array.from({ length: 999 }, (_, k) => -Math.log((k + 0.5) / 999) - 1);
  const { below, above } = bootstrapT({ estimate: 1, error: 1, distances, clusters: 50 })!;
  assert.ok(below > 2.5 && above < 1.1, `${below} ${above}`);
});

Deno.test("samples without a standard error are extreme on both sides; too many leave no test", () => {
  const known = Float64Array.from({ length: 999 }, (_, k) => (k - 499) / 250);
  const some = known.map((distance, k) => k % 100 === 50 ? NaN : distance);
  const [without, withSome] = [known, some].map((distances) =>
    bootstrapT({ estimate: 5, error: 1, distances, clusters: 30 })!
  );
  assert.equal(without!.p, 2 / 1000);
  assert.equal(withSome!.p, 2 * 11 / 1000);
  assert.ok(withSome!.below > without!.below && withSome!.above > without!.above);
  const many = known.map((distance, k) => k % 30 === 0 ? NaN : distance);
  assert.equal(bootstrapT({ estimate: 5, error: 1, distances: many, clusters: 30 }), null);
});
