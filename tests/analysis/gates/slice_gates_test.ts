import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import {
  COMPARE_RUNS_DEFAULTS,
  compareRuns,
} from "../../../src/analysis/comparison/compare_runs.ts";
import { judgeGates } from "../../../src/analysis/gates/judge_gates.ts";
import type { ComparableRun } from "../../../src/records/comparable_run.ts";
import type { ImportedScores } from "../../../src/records/imported_scores.ts";
import type { GateLimits, GateVerdict, SliceLimits } from "../../../src/records/gate_verdict.ts";
import { runOf, type TaggedVideo, videosOf } from "../comparison/sliced_runs.ts";

const OFF: GateLimits = {
  ...{ logLoss: null, auc: null, drift: null, coverage: null, digests: null, timing: null },
};
const LIMITS: SliceLimits = {
  tags: null,
  logLoss: { rule: "point", maxIncrease: 0.01 },
  auc: { rule: "point", maxDecrease: 0.01 },
  drift: { maxChange: 0.01, maxShare: 0.5, maxMean: 1 },
  coverage: { maxScoredDecrease: 0, maxFacesDecrease: 0 },
};

const IMPORTED: ImportedScores = {
  ...{ file: "/x.csv", sha256: "0".repeat(64), importedAt: "2026-03-01T09:30:00.000Z", rows: 24 },
  ...{ columns: { file: "filename", score: "probability" }, polarity: "fake", activation: "none" },
  ...{ pooling: null, facesKnown: false, unmatched: 0, missing: 0 },
};

/** Verdicts on slices of a run against another, as `slice outcome` by measure. */
function judge(
  [before, after]: readonly [readonly TaggedVideo[], readonly TaggedVideo[]],
  limits: Partial<SliceLimits> = {},
): readonly GateVerdict[] {
  return judgeRuns([runOf(before), runOf(after)], limits);
}

function judgeRuns(
  [before, after]: readonly [ComparableRun, ComparableRun],
  limits: Partial<SliceLimits> = {},
): readonly GateVerdict[] {
  const options = { ...COMPARE_RUNS_DEFAULTS, draws: 200, swaps: 199, mostMovedInSlices: Infinity };
  const comparison = compareRuns(before, after, options);
  const verdicts = judgeGates(comparison, { ...OFF, slices: { ...LIMITS, ...limits } });
  return verdicts.filter(({ slice }) => slice !== undefined);
}

/** The videos of the first groups. */
function groupsOf(videos: readonly TaggedVideo[], groups: number): readonly TaggedVideo[] {
  return videos.filter(({ group }) => group! < `g${groups}`);
}

function of(verdicts: readonly GateVerdict[], value: string): readonly GateVerdict[] {
  return verdicts.filter(({ slice }) => slice!.value === value);
}

Deno.test("the gates judge each slice: one that got worse fails, the others pass", () => {
  const verdicts = judge([videosOf(null), videosOf("FaceSwap")]);
  same(
    of(verdicts, "Deepfakes").map(({ outcome, value }) => [outcome, value]),
    Array(6).fill(["pass", 0]),
  );
  const failed = of(verdicts, "FaceSwap").filter(({ outcome }) => outcome === "fail");
  same(failed.map(({ gate }) => gate), ["logLoss"]);
  const [{ value, limit, reason, variant }] = failed as [GateVerdict];
  same([variant, limit], ["one", 0.01]);
  ok(value! > 0.1);
  match(reason, /significantly worse, 95 % CI .*, after Holm's correction for 2 comparisons/);
  const drift = of(verdicts, "FaceSwap").find(({ gate }) => gate === "drift")!;
  same([drift.value, drift.outcome], [0.5, "pass"]);
});

Deno.test("a loss of faces in one slice is seen there", () => {
  const lost = videosOf(null).map((video) =>
    video.method === "FaceSwap" ? { ...video, faces: 31 } : video
  );
  const failed = judge([videosOf(null), lost]).filter(({ outcome }) => outcome === "fail");
  same(failed.map(({ measure, slice }) => [measure, slice!.value]), [["faces found", "FaceSwap"]]);
});

Deno.test("an unknown number of faces is not judged in any slice, whether or not its scores changed", () => {
  const imported = (videos: readonly TaggedVideo[]) => {
    const run = runOf(videos);
    return { ...run, manifest: { ...run.manifest, imported: IMPORTED } };
  };
  const faces = judgeRuns([imported(videosOf(null)), imported(videosOf("FaceSwap"))])
    .filter(({ measure }) => measure === "faces found");
  same(faces.map(({ outcome, value, reason, slice }) => [slice!.value, outcome, value, reason]), [
    ["Deepfakes", "skipped", null, "the number of faces of imported scores is not known"],
    ["FaceSwap", "skipped", null, "the number of faces of imported scores is not known"],
  ]);
});

Deno.test("the rule notWorse judges each slice: one that did not change is not worse, few groups are not judged", () => {
  const logLoss = { rule: "notWorse", maxIncrease: 0.01 } as const;
  const only = { auc: null, drift: null, coverage: null, logLoss };
  const byValue = (groups: number) =>
    judge([groupsOf(videosOf(null), groups), groupsOf(videosOf("FaceSwap"), groups)], only)
      .map(({ slice, outcome, conclusion }) => [slice!.value, outcome, conclusion]);
  same(byValue(8), [["Deepfakes", "pass", "not worse"], ["FaceSwap", "fail", "worse"]]);
  same(byValue(5), [["Deepfakes", "skipped", undefined], ["FaceSwap", "skipped", undefined]]);
});

Deno.test("only the tags that are asked for are judged, and only by the gates that are on", () => {
  const runs = [videosOf(null), videosOf("FaceSwap")] as const;
  same(judge(runs, { tags: ["compression"] }), []);
  const only = { auc: null, drift: null, coverage: null };
  same(judge(runs, { ...only, tags: ["method"] }).map(({ gate }) => gate), ["logLoss", "logLoss"]);
});

Deno.test("slices with few groups or one class are not judged, and say why", () => {
  const few = (moved: string | null) => groupsOf(videosOf(moved), 5);
  const small = judge([few(null), few("FaceSwap")]);
  equal(small.length, 12);
  for (const { outcome, reason, value } of small) {
    same([outcome, value], ["skipped", null]);
    match(reason, /only 5 groups, and 6 are needed/);
  }
  const named = (moved: string | null) =>
    videosOf(moved).map((video) => ({ ...video, method: video.method ?? "original" }));
  const one = of(judge([named(null), named("FaceSwap")]), "original");
  ok(one.every(({ outcome }) => outcome === "skipped"));
  match(one[0]!.reason, /no FAKE video/);
});
