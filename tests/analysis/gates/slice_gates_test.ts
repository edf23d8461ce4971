import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import {
  COMPARE_RUNS_DEFAULTS,
  compareRuns,
} from "../../../src/analysis/comparison/compare_runs.ts";
import { judgeGates } from "../../../src/analysis/gates/judge_gates.ts";
import type { GateLimits, GateVerdict, SliceLimits } from "../../../src/records/gate_verdict.ts";
import { runOf, type TaggedVideo, videosOf } from "../comparison/sliced_runs.ts";

const OFF: GateLimits = {
  ...{ logLoss: null, auc: null, drift: null, coverage: null, digests: null, timing: null },
};
const LIMITS: SliceLimits = {
  tags: null,
  logLoss: { maxIncrease: 0.01 },
  auc: { maxDecrease: 0.01 },
  drift: { maxChange: 0.01, maxShare: 0.5 },
  coverage: { maxScoredDecrease: 0, maxFacesDecrease: 0 },
};

/** Verdicts on slices of a run against another, as `slice outcome` by measure. */
function judge(
  [before, after]: readonly [readonly TaggedVideo[], readonly TaggedVideo[]],
  limits: Partial<SliceLimits> = {},
): readonly GateVerdict[] {
  const options = { ...COMPARE_RUNS_DEFAULTS, draws: 200, swaps: 199, mostMovedInSlices: Infinity };
  const comparison = compareRuns(runOf(before), runOf(after), options);
  const verdicts = judgeGates(comparison, { ...OFF, slices: { ...LIMITS, ...limits } });
  return verdicts.filter(({ slice }) => slice !== undefined);
}

function of(verdicts: readonly GateVerdict[], value: string): readonly GateVerdict[] {
  return verdicts.filter(({ slice }) => slice!.value === value);
}

Deno.test("the gates judge each slice: one that got worse fails, the others pass", () => {
  const verdicts = judge([videosOf(null), videosOf("FaceSwap")]);
  same(
    of(verdicts, "Deepfakes").map(({ outcome, value }) => [outcome, value]),
    Array(5).fill(["pass", 0]),
  );
  const failed = of(verdicts, "FaceSwap").filter(({ outcome }) => outcome === "fail");
  same(failed.map(({ gate }) => gate), ["logLoss"]);
  const [{ value, limit, reason, variant }] = failed as [GateVerdict];
  same([variant, limit], ["one", 0.01]);
  ok(value! > 0.1);
  match(reason, /significantly worse, 95 % CI .*, after Holm's correction for 1 comparison/);
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

Deno.test("only the tags that are asked for are judged, and only by the gates that are on", () => {
  const runs = [videosOf(null), videosOf("FaceSwap")] as const;
  same(judge(runs, { tags: ["compression"] }), []);
  const only = { auc: null, drift: null, coverage: null };
  same(judge(runs, { ...only, tags: ["method"] }).map(({ gate }) => gate), ["logLoss", "logLoss"]);
});

Deno.test("slices with few groups or one class are not judged, and say why", () => {
  const few = (moved: string | null) => videosOf(moved).filter(({ group }) => group! < "g5");
  const small = judge([few(null), few("FaceSwap")]);
  equal(small.length, 10);
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
