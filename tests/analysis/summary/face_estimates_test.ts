import assert from "node:assert/strict";
import { estimateFaces } from "../../../src/analysis/summary/face_estimates.ts";
import { BOOTSTRAP_DEFAULTS } from "../../../src/metrics/cluster_bootstrap.ts";
import { FACE_METRIC_NAMES } from "../../../src/metrics/names.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import { clustersOf } from "../../../src/base/numeric/statistics/cluster_resample.ts";
import { clusterBootstrap } from "../../metrics/cluster_bootstrap.ts";
import { scoredPair } from "./scored_pairs.ts";

const OPTIONS = { ...BOOTSTRAP_DEFAULTS, clip: 1e-15, drawn: true };
const { videos, pair: [{ probabilities }] } = scoredPair({ groups: 12, gain: 0.2, seed: 1 });

Deno.test("face metrics say that they are of faces, and are the video metrics' formulas", () => {
  const faces = { labels: videos.labels, probabilities };
  const at = { decision: 0.5, clip: 1e-15 };
  assert.ok(FACE_METRIC_NAMES.every((name) => METRICS[name].level === "face"));
  assert.ok(FACE_METRIC_NAMES.every((name) => METRICS[name].title.startsWith("face")));
  assert.deepEqual(METRICS.faceLogLoss.compute(faces, at), METRICS.logLoss.compute(faces, at));
  assert.deepEqual(METRICS.faceAuc.compute(faces, at), METRICS.auc.compute(faces, at));
});

Deno.test("estimates count faces and draw groups of videos", () => {
  // Eight faces of each video, all scored alike: they bring nothing new.
  const eightfold = {
    labels: Uint8Array.from({ length: 8 * videos.labels.length }, (_, k) => videos.labels[k >> 3]!),
    clusters: clustersOf(
      Array.from({ length: 8 * videos.labels.length }, (_, k) => videos.groups[k >> 3]!),
    ),
    probabilities: Float64Array.from(
      { length: 8 * videos.labels.length },
      (_, k) => probabilities[k >> 3]!,
    ),
  };
  const { faceLogLoss, faceAuc } = estimateFaces(eightfold, OPTIONS);
  assert.equal(faceLogLoss.n, 8 * videos.labels.length);
  const once = { ...videos, probabilities };
  const at = { ...OPTIONS, decision: 0.5 };
  for (
    const [estimate, metric] of [[faceLogLoss, METRICS.logLoss], [faceAuc, METRICS.auc]] as const
  ) {
    const { low, high } = clusterBootstrap(metric, once, at);
    assert.ok(Math.abs(estimate.interval.low! - low!) < 1e-12);
    assert.ok(Math.abs(estimate.interval.high! - high!) < 1e-12);
  }
});

Deno.test("without faces there is no value but a reason", () => {
  const none = {
    labels: new Uint8Array(),
    clusters: clustersOf([]),
    probabilities: new Float64Array(),
  };
  const { faceLogLoss, faceAuc } = estimateFaces(none, OPTIONS);
  assert.match(faceLogLoss.reason ?? "", /no labelled item/);
  assert.match(faceAuc.interval.reason ?? "", /no labelled item/);
});

Deno.test("without intervals the values are the same", () => {
  const faces = { ...videos, probabilities, clusters: clustersOf(videos.groups) };
  const [all, values] = [true, false].map((drawn) => estimateFaces(faces, { ...OPTIONS, drawn }));
  for (const name of FACE_METRIC_NAMES) {
    assert.ok(Math.abs(all![name].value! - values![name].value!) < 1e-12);
    assert.match(values![name].interval.reason ?? "", /too many faces/);
  }
});
