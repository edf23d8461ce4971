import { deepEqual, equal } from "node:assert/strict";
import { frameMaxMean } from "../../../src/stages/pooling/frame_max_mean.ts";
import { max } from "../../../src/stages/pooling/max.ts";
import { mean } from "../../../src/stages/pooling/mean.ts";
import { median } from "../../../src/stages/pooling/median.ts";
import { trimmedMean } from "../../../src/stages/pooling/trimmed_mean.ts";
import { topKMean } from "../../../src/stages/pooling/top_k_mean.ts";
import { numpyMeans, scoresOf } from "../../numpy_means.ts";
import { plainFaces } from "./plain_faces.ts";

const FLOAT64 = plainFaces("float64");

Deno.test("mean, median and trimmed mean of hashed scores equal NumPy's in every format", () => {
  for (const golden of numpyMeans()) {
    const scores = scoresOf(golden);
    const options = plainFaces(golden.format);
    const name = `${golden.format}, ${golden.length} scores, seed ${golden.seed}`;
    equal(mean.pool(scores, options).probability, golden.mean, name);
    equal(median.pool(scores, options).probability, golden.median, name);
    equal(trimmedMean.pool(scores, options).probability, golden.trimmedMean, name);
  }
});

Deno.test("the median is the middle score, or the mean of two", () => {
  deepEqual(median.pool(Float64Array.of(1, 0, 0.25), FLOAT64), {
    probability: 0.25,
    branch: "median",
  });
  equal(median.pool(Float64Array.of(1, 0, 0.25, 0.5), FLOAT64).probability, 0.375);
});

Deno.test("the maximum is the highest score, at any position", () => {
  deepEqual(max.pool(Float64Array.of(0.25, 0.75, 0.5), FLOAT64), {
    probability: 0.75,
    branch: "max",
  });
});

Deno.test("the trimmed mean drops a tenth at each end, and none below ten scores", () => {
  const ten = Float64Array.of(1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25);
  equal(trimmedMean.pool(ten, FLOAT64).probability, 0.5);
  equal(trimmedMean.pool(Float64Array.of(1, 0, 0, 0), FLOAT64).probability, 0.25);
});

Deno.test("the mean of the highest faces takes as many as it is told, or all", () => {
  const scores = Float64Array.of(0.25, 1, 0, 0.5);
  const pooled = (topFaces: number) => topKMean.pool(scores, { ...FLOAT64, topFaces }).probability;
  deepEqual([pooled(1), pooled(2), pooled(4), pooled(10)], [1, 0.75, 0.4375, 0.4375]);
});

Deno.test("each frame counts its highest face, and 0.5 without one", () => {
  const scores = Float64Array.of(0.25, 1, 0.125, 0);
  const pooled = (emptyFrames: number) =>
    frameMaxMean.pool(scores, { ...FLOAT64, frameOf: [0, 0, 7, 9], emptyFrames }).probability;
  equal(pooled(0), 1.125 / 3);
  equal(pooled(1), 1.625 / 4);
  equal(pooled(5), (1.125 + 2.5) / 8);
});
