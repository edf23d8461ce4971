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
  assert.deepEqual(floor.metrics.logLoss, { largest: 0, deviation: 0, reason: null });
  assert.equal(floor.largestVideo, 0);
  assert.equal(floor.movedVideos, 0);
});

Deno.test("the spread of metrics and videos is that between the runs farthest apart", () => {
  const runs = [0, 1e-3, -2e-3].map((step) =>
    probabilities.map((p, k) => k === 0 ? p : p * (1 + step))
  );
  const floor = noiseFloor({ runs, ...OPTIONS }, labels);
  const losses = runs.map((run) =>
    METRICS.logLoss.compute({ labels, probabilities: run }, OPTIONS).value!
  );
  const { largest, deviation } = floor.metrics.logLoss;
  assert.ok(Math.abs(largest! - (Math.max(...losses) - Math.min(...losses))) < 1e-15);
  const mean = (losses[0]! + losses[1]! + losses[2]!) / 3;
  const squares = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0);
  assert.ok(Math.abs(deviation! - Math.sqrt(squares / 2)) < 1e-15);
  assert.equal(floor.videos[0], 0);
  floor.videos.slice(1).forEach((range, k) =>
    assert.ok(Math.abs(range - 3e-3 * probabilities[k + 1]!) < 1e-15)
  );
  assert.equal(floor.largestVideo, Math.max(...floor.videos));
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
  assert.equal(reals.metrics.brier!.largest, 0);
});
