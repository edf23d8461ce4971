import { deepEqual as same, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  benchCase,
  growthOf,
  medianSpread,
  memoryGrowth,
  outliersOf,
  pairedRatio,
  relativeDeviation,
  unpairedRatio,
} from "../../src/bench/statistics.ts";
import { benchWarnings } from "../../src/bench/warnings.ts";
import type { MeasuredCase } from "../../src/bench/result.ts";

const times = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), {
  minLength: 1,
  maxLength: 30,
});

function measured(samplesMs: readonly number[], name = "a"): MeasuredCase {
  return { name, per: "video", samplesMs, cpuMs: samplesMs.map((ms) => ms / 2), parts: {} };
}

function ratioOf(numerator: readonly number[], denominator: readonly number[]) {
  const wall = { numerator, denominator };
  return pairedRatio({ name: "a / b", wall, cpu: wall, predicted: null, limit: null });
}

Deno.test("a median's interval holds the median and lies within the samples", () => {
  fc.assert(
    fc.property(times, (samples) => {
      const { value, low, high } = medianSpread(samples);
      const sorted = samples.toSorted((a, b) => a - b);
      const middle = sorted.slice(
        Math.floor((samples.length - 1) / 2),
        Math.ceil((samples.length - 1) / 2) + 1,
      );
      ok(Math.abs(value - middle.reduce((a, b) => a + b) / middle.length) < 1e-9);
      equal(low === null, samples.length < 6, "an interval takes six rounds");
      if (low === null || high === null) return;
      ok(low <= value && value <= high);
      ok(low >= sorted[0]! && high <= sorted.at(-1)!);
    }),
    { numRuns: 50 },
  );
});

Deno.test("intervals of medians cover the true median about as often as they say", () => {
  // Exponential times: median ln 2. A fixed linear congruence keeps the test the same every day.
  let state = 1;
  const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
  let covered = 0;
  for (let trial = 0; trial < 200; trial++) {
    const samples = Array.from({ length: 12 }, () => -Math.log(uniform()));
    const { low, high } = medianSpread(samples);
    if (low! <= Math.LN2 && Math.LN2 <= high!) covered += 1;
  }
  ok(covered >= 184, `${covered} of 200`);
});

Deno.test("what slows a whole round down cancels out of a paired ratio", () => {
  const disturbance = [1, 4, 1, 2, 1, 8, 1, 3, 1, 1];
  const base = disturbance.map((slow) => 10 * slow);
  const double = disturbance.map((slow) => 20 * slow);
  const { ratio, reading, cpuRatio } = ratioOf(double, base);
  same([ratio.value, ratio.low, ratio.high], [2, 2, 2]);
  equal(reading, "more");
  equal(cpuRatio, 2);
  equal(ratioOf(base, double).reading, "less");
});

Deno.test("no difference is said where rounds go either way, and nothing after few rounds", () => {
  const a = [10, 11, 10, 12, 10, 11, 10, 12, 11, 10];
  const b = [11, 10, 12, 10, 11, 10, 12, 10, 10, 11];
  equal(ratioOf(a, b).reading, "no difference");
  equal(ratioOf([20, 20, 20], [10, 10, 10]).reading, "unknown");
});

Deno.test("two results without common rounds are compared by their medians", () => {
  const now = measured([20, 21, 19, 20, 22, 20]);
  const earlier = measured([10, 11, 10, 9, 10, 10]);
  const { ratio, reading, name } = unpairedRatio(now, earlier);
  equal(name, "a");
  equal(ratio.value, 2);
  ok(ratio.low! > 1.5 && ratio.high! < 2.5);
  equal(reading, "not judged");
  equal(unpairedRatio(measured([1]), measured([2])).reading, "unknown");
});

Deno.test("outliers are those beyond Tukey's fences", () => {
  equal(outliersOf([10, 11, 12, 13, 14]), 0);
  equal(outliersOf([10, 11, 12, 13, 14, 40]), 1);
  equal(outliersOf([-40, 10, 11, 12, 13, 14, 40]), 2);
});

Deno.test("noise is the median absolute deviation as a share of the median", () => {
  equal(relativeDeviation([8, 9, 10, 11, 12]), 0.1);
  equal(relativeDeviation([0, 0, 0]), 0);
});

Deno.test("a growth's exponent is found, and is unknown from one size", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 3, noNaN: true }), (exponent) => {
      const points = [10, 20, 50, 100].map((size) => ({
        size,
        samplesMs: [3 * size ** exponent],
        cpuMs: [size],
      }));
      const fitted = growthOf({ name: "tables", by: "videos", points });
      ok(Math.abs(fitted.exponent! - exponent) < 1e-9);
      ok(Math.abs(fitted.cpuExponent! - 1) < 1e-9);
    }),
    { numRuns: 30 },
  );
  const single = [{ size: 10, samplesMs: [1], cpuMs: [1] }];
  equal(growthOf({ name: "tables", by: "videos", points: single }).exponent, null);
});

Deno.test("memory is judged from where it has settled", () => {
  const points = [100, 200, 204, 210].map((peakBytes, k) => ({ count: k + 1, peakBytes }));
  const series = { name: "videos", by: "videos", points, settledAt: 2, limit: 1.05 };
  equal(memoryGrowth(series).growth, 1.05);
});

Deno.test("warnings name load, noise, outliers and exceeded limits; a quiet result has none", () => {
  const quiet = { before: 0.01, after: 0 };
  const steady = benchCase(measured([10, 10, 10, 10, 10, 10]));
  same(benchWarnings({ cases: [steady], ratios: [], memory: [], load: quiet }), []);
  const wild = benchCase(measured([10, 30, 10, 25, 10, 31, 12, 11, 400], "wild"));
  const wall = { numerator: [2], denominator: [1] };
  const above = pairedRatio({ name: "45 / 1", wall, cpu: null, predicted: null, limit: 1.15 });
  const points = [{ count: 1, peakBytes: 100 }, { count: 2, peakBytes: 200 }];
  const leak = memoryGrowth({ name: "leak", by: "videos", points, settledAt: 1, limit: 1.05 });
  const text = benchWarnings({
    cases: [steady, wild],
    ratios: [above],
    memory: [leak],
    load: { before: 0.5, after: 0 },
  }).join("\n");
  for (const words of ["programs was 50 %", "wild", "is an outlier", "45 / 1: 2.00", "leak"]) {
    ok(text.includes(words), words);
  }
});
