import { deepEqual as same, equal, match, ok, throws } from "node:assert/strict";
import { judgeGates } from "../../../src/analysis/gates/judge_gates.ts";
import { DEFAULT_GATES } from "../../../src/config/gates.ts";
import type { Finding } from "../../../src/records/comparison.ts";
import type { GateLimits, GateVerdict } from "../../../src/records/gate_verdict.ts";
import {
  defined,
  type Estimate,
  type Interval,
  undefinedBecause,
} from "../../../src/records/metric_value.ts";
import type {
  ComparedVariant,
  MovedVideo,
  RunComparison,
  StageCounts,
} from "../../../src/records/run_comparison.ts";
import type { VideoId } from "../../../src/records/video.ts";

const GATES: GateLimits = {
  logLoss: { rule: "point", maxIncrease: 0.01 },
  auc: { rule: "point", maxDecrease: 0.01 },
  drift: { maxChange: 0.01, maxShare: 0.1, maxMean: 1 },
  coverage: { maxScoredDecrease: 0, maxFacesDecrease: 0.05 },
  digests: {
    ...{ sample: "exact", decode: "exact", detect: "exact", crop: "exact" },
    ...{ classify: "any", pool: "any" },
  },
  timing: { maxIncrease: 0.2, minMs: 50, runToRun: 0.03 },
};

const NOWHERE: StageCounts = { sample: 0, decode: 0, detect: 0, crop: 0, classify: 0, pool: 0 };
const VIDEOS = 20;
/** Enough groups for every rule. */
const MANY = { videos: { all: VIDEOS, labelled: VIDEOS, groups: 10 } };

function estimate(value: number, interval: [number, number] | null = null): Estimate {
  const ends: Interval = interval === null
    ? { low: null, high: null, reason: "there is only one group" }
    : { low: interval[0], high: interval[1], reason: null };
  return { ...defined(value), interval: ends, n: VIDEOS };
}

/** A metric that went from one value to another. */
function changed(before: number, after: number) {
  return { before: estimate(before), after: estimate(after) };
}

/** A variant in which nothing changed, but for what is given. */
function variant(changes: Partial<ComparedVariant> = {}): ComparedVariant {
  return {
    name: "reference",
    nameBefore: "reference",
    metrics: { logLoss: changed(0.3, 0.3), auc: changed(0.9, 0.9) },
    comparison: null,
    videoNoise: 0,
    moved: [],
    movedVideos: 0,
    slices: [],
    begins: NOWHERE,
    coverage: { before: { scored: 1, faces: 400 }, after: { scored: 1, faces: 400 } },
    timing: {
      ...{ videos: VIDEOS, beforeMs: 900, afterMs: 900, intervalOver: "videos", refused: null },
      ratio: estimate(1),
    },
    ...changes,
  };
}

function judge(changes: Partial<ComparedVariant>, gates: Partial<GateLimits> = {}) {
  return judgeGates(comparison([variant(changes)]), { ...GATES, ...gates });
}

function comparison(
  variants: readonly ComparedVariant[],
  { onlyBefore = [], onlyAfter = [] }: { onlyBefore?: string[]; onlyAfter?: string[] } = {},
): RunComparison {
  const run = { name: "a", startedAt: "2026-03-01T09:30:00.000Z", commit: null };
  return {
    ...{ before: run, after: run, configuration: [], environment: [], metrics: [], variants },
    slices: { all: [], tests: 0, fewestGroups: 6 },
    videos: { all: VIDEOS, labelled: VIDEOS, groups: 5 },
    independence: {
      ...{ level: "group", members: 5, chosenBy: "default", reason: "", link: null, levels: [] },
    },
    onlyBefore: { variants: onlyBefore, videos: [] },
    onlyAfter: { variants: onlyAfter, videos: [] },
    ...{ sharedVideos: VIDEOS, changedVideos: [], relabelledVideos: [], warnings: [] },
  };
}

/** The only verdict that did not pass. */
function theOther(verdicts: readonly GateVerdict[]): GateVerdict {
  const others = verdicts.filter(({ outcome }) => outcome !== "pass");
  equal(others.length, 1, JSON.stringify(others));
  return others[0]!;
}

function moves(count: number, by: number): Pick<ComparedVariant, "moved" | "movedVideos"> {
  const moved = Array.from({ length: count }, (_, i) => ({
    filename: `${i}.mp4` as VideoId,
    label: 1,
    before: 0.5,
    after: 0.5 + by,
    begins: i === 0 ? "classify" as const : "crop" as const,
  }));
  return { moved, movedVideos: count };
}

function tested(
  finding: Finding,
  { noise = null, doubt = null }: { noise?: number | null; doubt?: string | null } = {},
): ComparedVariant["comparison"] {
  const metric = {
    difference: estimate(0.02, [0.005, 0.035]),
    swapTest: { pTwoSided: 0.01, pLess: 1, pGreater: 0.005, exact: true, swaps: 32, reason: null },
    test: { method: "bootstrap-t", p: 0.005, reason: null },
    ...{ adjustedP: defined(0.01), family: 1, detectable: defined(0.01) },
    ...{ noise, finding, doubt },
  } as const;
  const none = undefinedBecause("not asked");
  return {
    metrics: { logLoss: metric },
    mcNemar: { onlyFirstRight: 0, onlySecondRight: 0, pTwoSided: 1, ignoresGroups: true },
    deLong: {
      ...{ aucs: [none, none], variances: [none, none], covariance: none, z: none },
      ...{ pTwoSided: none, ignoresGroups: true },
    },
  };
}

Deno.test("nothing changed passes every gate, each number looked at once", () => {
  const verdicts = judge({});
  same(verdicts.map(({ outcome }) => outcome), Array(8).fill("pass"));
  equal(new Set(verdicts.map(({ measure }) => measure)).size, 8);
  same(verdicts.map(({ begins }) => begins), Array(8).fill(null));
});

Deno.test("log loss fails above its limit, not at it, and never for a fall", () => {
  const loss = (before: number, after: number) =>
    judge({ metrics: { logLoss: changed(before, after), auc: changed(0.9, 0.9) } });
  const failed = theOther(loss(0.25, 0.5));
  same([failed.gate, failed.outcome, failed.value, failed.limit], ["logLoss", "fail", 0.25, 0.01]);
  const atLimit = judge({ metrics: { logLoss: changed(0.25, 0.5), auc: changed(0.9, 0.9) } }, {
    logLoss: { rule: "point", maxIncrease: 0.25 },
  });
  same(atLimit.filter(({ outcome }) => outcome !== "pass"), []);
  same(loss(0.5, 0.25).filter(({ outcome }) => outcome !== "pass"), []);
});

Deno.test("an increase of log loss has its significance, and passes within the noise floor", () => {
  const metrics = { logLoss: changed(0.3, 0.32), auc: changed(0.9, 0.9) };
  const real = theOther(judge({ metrics, comparison: tested("worse") }));
  match(real.reason, /^0\.300 → 0\.320, significantly worse, 95 % CI \+0\.005/);
  const doubt = "the 95 % CI contains zero";
  const chance = theOther(judge({ metrics, comparison: tested("not shown", { doubt }) }));
  match(chance.reason, /not significant: the 95 % CI contains zero$/);
  const noisy = judge({ metrics, comparison: tested("not shown", { noise: 0.05 }) });
  same(noisy.filter(({ outcome }) => outcome !== "pass"), []);
});

const NOT_WORSE: Partial<GateLimits> = {
  logLoss: { rule: "notWorse", maxIncrease: 0.05 },
  auc: { rule: "notWorse", maxDecrease: 0.05 },
};

Deno.test("by the rule notWorse the interval decides, and its conclusion is in the verdict", () => {
  const metrics = { logLoss: changed(0.3, 0.32), auc: changed(0.9, 0.9) };
  const gates = { logLoss: NOT_WORSE.logLoss!, auc: null };
  const by = (finding: Finding, maxIncrease: number) =>
    judgeGates(
      {
        ...comparison([variant({ metrics, comparison: tested(finding), ...moves(2, 0.005) })]),
        ...MANY,
      },
      { ...GATES, ...gates, logLoss: { rule: "notWorse", maxIncrease } },
    ).find(({ gate }) => gate === "logLoss")!;
  const proved = by("not shown", 0.05);
  same([proved.outcome, proved.conclusion, proved.provableMargin], ["pass", "not worse", 0.042]);
  same([proved.value! < 0.021, proved.limit, proved.advice], [true, 0.05, undefined]);
  match(proved.reason, /^0\.300 → 0\.320, proved not worse: 95 % CI \+0\.0050 to \+0\.0350/);
  const unsure = by("not shown", 0.035);
  same([unsure.outcome, unsure.conclusion, unsure.provableMargin], ["fail", "cannot say", 0.042]);
  const worse = by("worse", 0.01);
  same([worse.outcome, worse.conclusion], ["fail", "worse"]);
  for (const { advice } of [unsure, worse]) {
    match(advice!, /Judged by the rule "notWorse", .*"point"/);
  }
});

Deno.test("by the rule notWorse equal scores pass, and what has no value or no test cannot be told", () => {
  const equalScores = judge({}, NOT_WORSE).filter(({ conclusion }) => conclusion !== undefined);
  same(
    equalScores.map(({ outcome, conclusion, reason }) => [outcome, conclusion, reason]),
    [["pass", "not worse", "unchanged, 0.300"], ["pass", "not worse", "unchanged, 0.900"]],
  );
  const noisy = judge({ videoNoise: 0.01, comparison: tested("equal") }, NOT_WORSE);
  equal(noisy.find(({ gate }) => gate === "logLoss")!.conclusion, "not worse");
  const none = { ...undefinedBecause("there is no FAKE video"), n: 0 };
  const missing = { ...none, interval: { low: null, high: null, reason: "" } };
  const metrics = { logLoss: changed(0.3, 0.3), auc: { before: missing, after: missing } };
  const moved = judge({ metrics, ...moves(2, 0.005) }, NOT_WORSE)
    .filter(({ outcome }) => outcome !== "pass");
  same(
    moved.map((
      { gate, outcome, conclusion, value, reason },
    ) => [gate, outcome, conclusion, value, reason]),
    [
      [
        "logLoss",
        "fail",
        "cannot say",
        0,
        "0.300 → 0.300, cannot say: the change was not tested: no margin can be proved",
      ],
      ["auc", "fail", "cannot say", null, "cannot say: there is no FAKE video"],
    ],
  );
});

Deno.test("a metric that fails by the rule point says which rule judged, and when to use the other", () => {
  const metrics = { logLoss: changed(0.25, 0.5), auc: changed(0.9, 0.9) };
  const { advice, conclusion } = theOther(judge({ metrics }));
  match(advice!, /Judged by the rule "point", .*"notWorse"/);
  equal(conclusion, undefined);
  ok(judge({}).every((verdict) => verdict.advice === undefined));
});

Deno.test("AUC fails when it falls", () => {
  const auc = (before: number, after: number) =>
    judge({ metrics: { logLoss: changed(0.3, 0.3), auc: changed(before, after) } });
  const failed = theOther(auc(0.9, 0.8));
  equal(failed.gate, "auc");
  equal(failed.limit, -0.01);
  same(auc(0.8, 0.9).filter(({ outcome }) => outcome !== "pass"), []);
});

Deno.test("a metric that is not defined is skipped with its reason", () => {
  const missing = {
    ...undefinedBecause("there is no FAKE video"),
    interval: { low: null, high: null, reason: "" },
    n: 0,
  };
  const skipped = theOther(
    judge({ metrics: { logLoss: changed(0.3, 0.3), auc: { before: missing, after: missing } } }),
  );
  same([skipped.gate, skipped.outcome, skipped.value], ["auc", "skipped", null]);
  equal(skipped.reason, "there is no FAKE video");
});

Deno.test("drift counts the videos beyond the limit, and names where these begin to differ", () => {
  const failed = theOther(judge(moves(3, 0.25)));
  same([failed.gate, failed.value, failed.limit, failed.begins], ["drift", 0.15, 0.1, "crop"]);
  match(failed.reason, /in 3 of 20, largest 0\.2500, 0\.mp4 from 0\.500 to 0\.750/);
  match(failed.reason, /first differing stage: crop 2 videos, classify 1$/);
  same(judge(moves(2, 0.25)).filter(({ outcome }) => outcome !== "pass"), []);
  same(judge(moves(20, 0.005)).filter(({ outcome }) => outcome !== "pass"), []);
  throws(() => judge({ ...moves(3, 0.25), movedVideos: 4 }), RangeError);
});

/** Verdicts of the default limits of drift on videos of which each changes as these do, over and over. */
function driftOf(videos: number, changes: readonly number[]): readonly GateVerdict[] {
  const moved = Array.from({ length: videos }, (_, k): MovedVideo => {
    const [before, by] = [0.9, changes[k % changes.length]!];
    return {
      ...{ filename: `${k}.mp4` as VideoId, label: 1, begins: "crop" },
      before,
      after: before - by,
    };
  }).filter(({ before, after }) => before !== after)
    .toSorted((a, b) => (b.before - b.after) - (a.before - a.after));
  const made = comparison([variant({ moved, movedVideos: moved.length })]);
  const verdicts = judgeGates({ ...made, videos: { ...made.videos, all: videos } }, {
    ...GATES,
    drift: DEFAULT_GATES.drift,
  });
  return verdicts.filter(({ gate }) => gate === "drift");
}

Deno.test("drift judges the same changes alike, whether of 10, 1,000 or 100,000 videos", () => {
  const cases: readonly (readonly [changes: number[], share: string, mean: string])[] = [
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0], "pass", "pass"],
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0.009], "pass", "pass"],
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0.3], "fail", "fail"],
    [Array(10).fill(0.0095), "pass", "fail"], // a small change of all videos
    [Array(10).fill(0.0005), "pass", "pass"],
  ];
  for (const [changes, share, mean] of cases) {
    for (const videos of [10, 1000, 100_000]) {
      same(
        driftOf(videos, changes).map(({ outcome }) => outcome),
        [share, mean],
        `${videos} ${changes}`,
      );
    }
  }
});

Deno.test("one video of many may change by drift's usual limits, and is named all the same", () => {
  const one = (videos: number) => driftOf(videos, [0.5, ...Array(videos - 1).fill(0)]);
  same(one(10).map(({ outcome }) => outcome), ["fail", "fail"]);
  for (const videos of [1000, 100_000]) {
    for (const { outcome, reason } of one(videos)) {
      equal(outcome, "pass");
      match(
        reason,
        new RegExp(`in 1 of ${videos}, largest 0\\.5000, 0\\.mp4 from 0\\.900 to 0\\.400`),
      );
    }
  }
});

Deno.test("a compression of all scores by 2 %, as a changed temperature makes, is seen in their mean change", () => {
  const scores = Array.from({ length: 1000 }, (_, k) => k % 2 ? 0.99 - k / 1e5 : 0.01 + k / 1e5);
  const moved = scores.map((before, k): MovedVideo => {
    const after = 0.981 * before + 0.0095;
    return { ...{ filename: `${k}.mp4` as VideoId, label: k % 2, begins: "pool" }, before, after };
  });
  const made = comparison([variant({ moved, movedVideos: moved.length })]);
  const verdicts = judgeGates({ ...made, videos: { ...made.videos, all: moved.length } }, {
    ...GATES,
    drift: DEFAULT_GATES.drift,
  });
  same(
    verdicts.filter(({ gate }) => gate === "drift").map(({ outcome }) => outcome),
    ["pass", "fail"],
  );
});

Deno.test("coverage fails when fewer videos are scored or too many faces are lost", () => {
  const cover = (scored: number, faces: number) =>
    judge({ coverage: { before: { scored: 1, faces: 400 }, after: { scored, faces } } });
  equal(theOther(cover(0.95, 400)).measure, "videos scored");
  equal(theOther(cover(1, 379)).measure, "faces found");
  same(cover(1, 380).filter(({ outcome }) => outcome !== "pass"), []);
  same(cover(1, 500).filter(({ outcome }) => outcome !== "pass"), []);
});

Deno.test("digests fail at a stage that must be exact, and pass at one that may differ", () => {
  const begins = { ...NOWHERE, detect: 2, crop: 5 };
  const failed = theOther(judge({ begins }));
  same([failed.gate, failed.value, failed.begins], ["digests", 7, "crop"]);
  equal(failed.reason, "first differing stage: crop 5 videos, detect 2");
  const digests = { ...GATES.digests!, crop: "any" as const };
  const partly = theOther(judge({ begins }, { digests }));
  same([partly.value, partly.begins], [2, "detect"]);
  const scores = { ...NOWHERE, classify: 9, pool: 2 };
  same(judge({ begins: scores }).filter(({ outcome }) => outcome !== "pass"), []);
  const all = { ...GATES.digests!, classify: "exact", pool: "exact" } as const;
  const rescored = theOther(judge({ begins: scores }, { digests: all }));
  same([rescored.value, rescored.begins], [11, "classify"]);
  const free = { ...GATES.digests!, detect: "any", crop: "any" } as const;
  same(judge({ begins }, { digests: free }).filter(({ outcome }) => outcome !== "pass"), []);
});

Deno.test("timing fails only by a share, and by milliseconds, and beyond chance", () => {
  const time = (beforeMs: number, afterMs: number, interval: [number, number] | null) =>
    judge({
      timing: {
        ...{ videos: VIDEOS, beforeMs, afterMs, intervalOver: "videos", refused: null },
        ratio: estimate(afterMs / beforeMs, interval),
      },
    });
  equal(theOther(time(1000, 1500, [1.3, 1.7])).outcome, "fail");
  for (
    const passing of [
      time(1000, 1100, [1.05, 1.15]),
      time(100, 140, [1.3, 1.5]),
      time(1000, 500, [0.4, 0.6]),
    ]
  ) same(passing.filter(({ outcome }) => outcome !== "pass"), []);
  equal(theOther(time(1000, 1500, null)).outcome, "skipped");
  equal(theOther(time(1000, 1500, [0.9, 1.9])).outcome, "skipped");
  const other = theOther(judge({ timing: { refused: "they ran on different machines" } }));
  same([other.outcome, other.reason], ["skipped", "they ran on different machines"]);
});

Deno.test("a gate that is off says so; a variant that the run lacks fails, a new one cannot be judged", () => {
  same(theOther(judge({ ...moves(20, 0.5) }, { drift: null })).reason, "off");
  const parts = { onlyBefore: ["old"], onlyAfter: ["new"] };
  const verdicts = judgeGates(comparison([variant()], parts), GATES);
  const [lost, added] = verdicts.slice(-2);
  same([lost!.variant, lost!.outcome], ["old", "fail"]);
  same([added!.variant, added!.outcome], ["new", "skipped"]);
});
