import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { judgeAnchors } from "../../../src/analysis/gates/anchor_gate.ts";
import { DEFAULT_GATES } from "../../../src/config/gates.ts";
import type { Anchor } from "../../../src/records/anchor.ts";
import type { AnchorLimits, GateVerdict } from "../../../src/records/gate_verdict.ts";
import { inheritedAnchors } from "../../../src/runs/baseline_anchors.ts";
import { madeRun } from "../comparison/made_runs.ts";

const SCORES = [0.03, 0.9, 0.2, 0.97, 0.4, 0.8, 0.1, 0.6];
const ACCEPTED = {
  when: "2026-10-01T08:00:00.000Z",
  why: "the start",
  commit: null,
  environment: {},
};

function runOf(scores: readonly number[], hash = "h", name = "reference") {
  return madeRun({
    variants: {
      [name]: scores.map((probability, k) => ({
        filename: `v${k}`,
        probability,
        hash: `${hash}${k}`,
      })),
    },
  });
}

const ANCHORS: readonly Anchor[] = inheritedAnchors({
  ...{ run: runOf(SCORES), accepted: ACCEPTED, anchors: [] },
});
const NO_NOISE = { baseline: "main", anchors: ANCHORS, noise: null };

function judge(
  scores: readonly number[],
  limits: AnchorLimits | null = DEFAULT_GATES.anchor,
): readonly GateVerdict[] {
  return judgeAnchors(runOf(scores), { ...NO_NOISE, limits });
}

function step(scores: readonly number[]): number[] {
  return scores.map((p) => 0.981 * p + 0.0095);
}

/** The verdict on a measure, the text before the comma. */
function of(verdicts: readonly GateVerdict[], measure: string): GateVerdict {
  return verdicts.find((one) => one.measure.startsWith(`${measure},`))!;
}

Deno.test("what equals the anchor passes, and every row names the anchor", () => {
  const verdicts = judge(SCORES);
  same(verdicts.map(({ outcome }) => outcome), ["pass", "pass", "pass", "pass"]);
  for (const { measure, gate } of verdicts) {
    equal(gate, "anchor");
    match(measure, /, against the anchor of 2026-10-01$/);
  }
});

Deno.test("small steps that add up fail, with how to begin anew", () => {
  const drift = { maxChange: 0.02, maxShare: 0, maxMean: 1 };
  const limits = { logLoss: null, auc: null, drift };
  let scores: number[] = SCORES;
  const outcomes = [1, 2, 3].map(() => {
    scores = step(scores);
    return of(judge(scores, limits), "videos changed").outcome;
  });
  same(outcomes, ["pass", "pass", "fail"], "9.5, 18.8 and 28 thousandths at most");
  match(
    of(judge(scores, limits), "videos changed").advice!,
    /--accept main --reset-anchor --reason/,
  );
});

Deno.test("numbers are those of a plain computation", () => {
  const scores = step(SCORES);
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const loss = (column: readonly number[]) =>
    mean(column.map((p, k) => -Math.log(k % 2 ? p : 1 - p)));
  const verdicts = judge(scores);
  ok(Math.abs(of(verdicts, "log loss").value! - (loss(scores) - loss(SCORES))) < 1e-12);
  const changes = scores.map((p, k) => Math.abs(p - SCORES[k]!));
  ok(Math.abs(of(verdicts, "mean change").value! - mean(changes)) < 1e-12);
  equal(of(verdicts, "AUC").value, 0);
});

Deno.test("changes within the noise floor count as none", () => {
  const noise = {
    runs: 3,
    metrics: { logLoss: { bound: 1, deviation: 1, reason: null } },
    videoBound: 0.02,
  };
  const verdicts = judgeAnchors(runOf(step(SCORES)), {
    ...{ ...NO_NOISE, noise, limits: { ...DEFAULT_GATES.anchor!, logLoss: { maxIncrease: 0 } } },
  });
  equal(of(verdicts, "mean change").value, 0);
  equal(of(verdicts, "log loss").outcome, "pass");
});

Deno.test("only the same videos are judged, and where there are none it is said", () => {
  const more = judgeAnchors(runOf([...SCORES, 0.5]), { ...NO_NOISE, limits: DEFAULT_GATES.anchor });
  match(of(more, "log loss").reason, /over 8 of 9 videos/);
  const other = judgeAnchors(runOf(SCORES, "x"), { ...NO_NOISE, limits: DEFAULT_GATES.anchor });
  same(other.map(({ outcome, reason }) => [outcome, reason]), [
    ["skipped", "no video is the same as then"],
  ]);
});

Deno.test("the first baseline is its own anchor, and a variant without one is not judged", () => {
  same(judgeAnchors(runOf(SCORES), { ...NO_NOISE, anchors: [], limits: DEFAULT_GATES.anchor }), []);
  same(judgeAnchors(runOf(SCORES, "h", "new"), { ...NO_NOISE, limits: DEFAULT_GATES.anchor }), []);
  same(judge(SCORES, null).map(({ outcome, reason }) => [outcome, reason]), [["skipped", "off"]]);
});
