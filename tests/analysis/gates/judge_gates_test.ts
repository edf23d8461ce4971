import { deepEqual as same, equal, match, throws } from "node:assert/strict";
import { judgeGates } from "../../../src/analysis/gates/judge_gates.ts";
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
  RunComparison,
  StageCounts,
} from "../../../src/records/run_comparison.ts";
import type { VideoId } from "../../../src/records/video.ts";

const GATES: GateLimits = {
  logLoss: { maxIncrease: 0.01 },
  auc: { maxDecrease: 0.01 },
  drift: { maxChange: 0.01, maxShare: 0.1 },
  coverage: { maxScoredDecrease: 0, maxFacesDecrease: 0.05 },
  digests: { sample: "exact", decode: "exact", detect: "exact", crop: "exact" },
  timing: { maxIncrease: 0.2, minMs: 50, runToRun: 0.03 },
};

const NOWHERE: StageCounts = { sample: 0, decode: 0, detect: 0, crop: 0, classify: 0, pool: 0 };
const VIDEOS = 20;

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
    onlyBefore: { variants: onlyBefore, videos: [] },
    onlyAfter: { variants: onlyAfter, videos: [] },
    ...{ sharedVideos: VIDEOS, changedVideos: [], warnings: [] },
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
    adjustedP: defined(0.01),
    detectable: defined(0.01),
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
  same(verdicts.map(({ outcome }) => outcome), Array(7).fill("pass"));
  equal(new Set(verdicts.map(({ measure }) => measure)).size, 7);
  same(verdicts.map(({ begins }) => begins), Array(7).fill(null));
});

Deno.test("log loss fails above its limit, not at it, and never for a fall", () => {
  const loss = (before: number, after: number) =>
    judge({ metrics: { logLoss: changed(before, after), auc: changed(0.9, 0.9) } });
  const failed = theOther(loss(0.25, 0.5));
  same([failed.gate, failed.outcome, failed.value, failed.limit], ["logLoss", "fail", 0.25, 0.01]);
  const atLimit = judge({ metrics: { logLoss: changed(0.25, 0.5), auc: changed(0.9, 0.9) } }, {
    logLoss: { maxIncrease: 0.25 },
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
  match(failed.reason, /in 3, largest 0\.2500, 0\.mp4 from 0\.500 to 0\.750/);
  match(failed.reason, /first differing stage: crop 2 videos, classify 1$/);
  same(judge(moves(2, 0.25)).filter(({ outcome }) => outcome !== "pass"), []);
  same(judge(moves(20, 0.005)).filter(({ outcome }) => outcome !== "pass"), []);
  throws(() => judge({ ...moves(3, 0.25), movedVideos: 4 }), RangeError);
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
  const free = { sample: "any", decode: "any", detect: "any", crop: "any" } as const;
  same(judge({ begins }, { digests: free }).filter(({ outcome }) => outcome !== "pass"), []);
  same(
    judge({ begins: { ...NOWHERE, classify: 9 } }).map(({ outcome }) => outcome).includes("fail"),
    false,
  );
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
