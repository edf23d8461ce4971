import assert from "node:assert/strict";
import { noiseFloor } from "../../../src/analysis/comparison/noise_floor.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import { VIDEO_METRIC_NAMES } from "../../../src/metrics/names.ts";
import { scoredPair } from "../summary/scored_pairs.ts";

const OPTIONS = { decision: 0.5, clip: 1e-15 };
const { videos: { labels }, pair: [{ probabilities }] } = scoredPair({
  groups: 9,
  gain: 0,
  seed: 8,
});

Deno.test("runs that say the same have no noise at all", () => {
  const floor = noiseFloor({ runs: [probabilities, probabilities], ...OPTIONS }, labels);
  assert.equal(floor.runs, 2);
  assert.deepEqual(Object.keys(floor.metrics), [...VIDEO_METRIC_NAMES]);
  assert.deepEqual(floor.metrics.logLoss, { bound: 0, deviation: 0, reason: null });
  assert.equal(floor.videoBound, 0);
  assert.equal(floor.movedVideos, 0);
});

Deno.test("the bound of a metric is that of normal theory, that of videos the same multiple of their largest changes", () => {
  const runs = [0, 1e-3, -2e-3].map((step) =>
    probabilities.map((p, k) => k === 0 ? p : p * (1 + step))
  );
  const floor = noiseFloor({ runs, ...OPTIONS }, labels);
  const losses = runs.map((run) =>
    METRICS.logLoss.compute({ labels, probabilities: run }, OPTIONS).value!
  );
  const { bound, deviation } = floor.metrics.logLoss;
  const mean = (losses[0]! + losses[1]! + losses[2]!) / 3;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  assert.ok(Math.abs(deviation! - Math.sqrt(squares / 2)) < 1e-15);
  const STUDENT = 4.302652729696142; // 97.5 % quantile with 2 degrees of freedom
  assert.ok(Math.abs(bound! - STUDENT * Math.SQRT2 * deviation!) < 1e-9 * bound!);
  assert.equal(floor.videos[0], 0);
  floor.videos.slice(1).forEach((range, k) =>
    assert.ok(Math.abs(range - 3e-3 * probabilities[k + 1]!) < 1e-15)
  );
  const top = Math.max(...probabilities.slice(1));
  const largest = [1e-3, 2e-3, 3e-3].map((step) => step * top);
  const meanSquare = (largest[0]! ** 2 + largest[1]! ** 2 + largest[2]! ** 2) / 3;
  assert.ok(Math.abs(floor.videoBound - STUDENT * Math.sqrt(meanSquare)) < 1e-10);
  assert.equal(floor.movedVideos, labels.length - 1);
});

Deno.test("one run alone, or a metric without a value, has no noise but a reason", () => {
  const once = noiseFloor({ runs: [probabilities], ...OPTIONS }, labels);
  assert.match(once.metrics.auc!.reason ?? "", /only once/);
  const reals = noiseFloor(
    { runs: [probabilities, probabilities], ...OPTIONS },
    labels.map(() => 0),
  );
  assert.match(reals.metrics.auc!.reason ?? "", /FAKE/);
  assert.equal(reals.metrics.brier!.bound, 0);
});

Deno.test("a bound says from how many repeats it is, and never leaves what P(fake) can change by", () => {
  const far = noiseFloor({
    runs: [probabilities, labels.map(() => 1)].map((run) => Float64Array.from(run)),
    ...OPTIONS,
  }, labels);
  assert.equal(far.videoBound, 1);
  assert.match(far.meaning, /^95 % prediction bound from 1 repeat: one more unchanged run/);
});
