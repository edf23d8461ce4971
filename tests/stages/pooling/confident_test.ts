import { deepEqual, equal } from "node:assert/strict";
import { confident } from "../../../src/stages/pooling/confident.ts";
import type { ScoreFormat } from "../../../src/stages/pooling/contract.ts";
import { sharedJson, sharedTest } from "../../shared_data.ts";
import { plainFaces } from "./plain_faces.ts";

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly dtype: ScoreFormat;
    readonly threshold: number;
    readonly pred: readonly number[];
    readonly branch: string;
    readonly result: number;
  }[];
}

const FLOAT64 = plainFaces("float64");

/** So many faces of each score, in this order. */
function faces(...counts: readonly (readonly [count: number, score: number])[]): Float64Array {
  return Float64Array.from(counts.flatMap(([count, score]) => Array(count).fill(score)));
}

function branchOf(scores: Float64Array): string {
  return confident.pool(scores, FLOAT64).branch;
}

Deno.test("twelve confident fakes of thirty: the mean of those twelve", () => {
  deepEqual(confident.pool(faces([18, 0.25], [13, 1]), FLOAT64), {
    probability: 1,
    branch: "fake",
  });
});

Deno.test("eleven confident fakes are too few, even in a short video", () => {
  equal(branchOf(faces([11, 1])), "mean");
  equal(branchOf(faces([12, 1])), "fake");
});

Deno.test("confident fakes must be more than two fifths of the faces, rounded down", () => {
  equal(branchOf(faces([20, 0.5], [13, 1])), "mean"); // 33 // 2.5 = 13
  equal(branchOf(faces([19, 0.5], [13, 1])), "fake"); // 32 // 2.5 = 12
});

Deno.test("more than nine tenths confidently real: the mean of those", () => {
  deepEqual(confident.pool(faces([19, 0.125], [1, 1]), FLOAT64), {
    probability: 0.125,
    branch: "real",
  });
  equal(branchOf(faces([18, 0.125], [2, 1])), "mean");
});

Deno.test("a score at the threshold is not above it, in each format's own rounding", () => {
  for (const [format, rounded] of [["float16", 0.7998046875], ["float64", 0.8]] as const) {
    const at = confident.pool(faces([32, rounded]), plainFaces(format));
    equal(at.branch, "mean", format);
  }
  const between = confident.pool(faces([32, 0.7998046875]), plainFaces("float16", 0.7996));
  equal(between.branch, "mean", "0.7996 is 0.7998046875 in float16");
});

Deno.test("a score of 0.2 is not below 0.2, in each format's own rounding", () => {
  for (const [format, rounded] of [["float16", 0.199951171875], ["float64", 0.2]] as const) {
    const pool = (score: number) => confident.pool(faces([32, score]), plainFaces(format));
    equal(pool(rounded).branch, "mean", format);
    equal(pool(rounded - 2 ** -13).branch, "real", format);
  }
});

sharedTest("confident equals NumPy's results, to the last bit", () => {
  const { cases } = sharedJson<Golden>("golden", "strategy.json");
  equal(cases.length, 199);
  for (const { name, dtype, threshold, pred, branch, result } of cases) {
    const pooled = confident.pool(Float64Array.from(pred), plainFaces(dtype, threshold));
    deepEqual(pooled, { probability: result, branch }, `${name}, ${dtype}`);
  }
});
