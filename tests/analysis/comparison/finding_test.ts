import assert from "node:assert/strict";
import { type Evidence, judge } from "../../../src/analysis/comparison/finding.ts";
import type { JudgedDifference, SwapTest } from "../../../src/records/comparison.ts";

function swapped(pTwoSided: number): SwapTest {
  return { pTwoSided, pLess: 0.5, pGreater: 0.5, exact: true, swaps: 64, reason: null };
}

interface Change {
  readonly value?: number;
  readonly p?: number;
  readonly swapP?: number;
  readonly noise?: number | null;
  readonly groups?: number;
  readonly key?: string | null;
}

/** A clear fall by 0.1, with what is to be changed. */
function evidence(change: Change = {}): Evidence {
  const { value, p, swapP, ...rest } = { value: -0.1, p: 0.01, swapP: 0.01, ...change };
  const interval = { low: value - 0.05, high: value + 0.05, reason: null };
  return {
    difference: { value, reason: null, n: 40, interval },
    test: { method: "bootstrap-t", p, reason: null },
    swapTest: swapped(swapP),
    ...{ noise: 0.02, groups: 6, key: "a", direction: "lower", ...rest },
  };
}

function judged(change: Change = {}): JudgedDifference {
  return judge([evidence(change)])[0]!;
}

Deno.test("a difference that meets every condition is better or worse, by the metric's direction", () => {
  assert.equal(judged().finding, "better");
  assert.equal(judged().doubt, null);
  assert.equal(judge([{ ...evidence(), direction: "higher" }])[0]!.finding, "worse");
  assert.equal(judged({ value: 0.1 }).finding, "worse");
  const rise = { ...evidence({ value: 0.1 }), direction: "higher" } as const;
  assert.equal(judge([rise])[0]!.finding, "better");
});

Deno.test("each condition that is not met makes a difference not significant, and is named", () => {
  const cases: readonly (readonly [Change, RegExp])[] = [
    [{ groups: 5 }, /fewer than six groups/],
    [{ p: 0.051 }, /^the 95 % CI contains zero$/],
    [{ swapP: 0.0625 }, /^the permutation test has p > 0\.05$/],
    [{ noise: 0.1 }, /noise floor/],
    [{ noise: 0.2 }, /noise floor/],
  ];
  for (const [change, reason] of cases) {
    const { finding, doubt } = judged(change);
    assert.equal(finding, "not shown");
    assert.match(doubt ?? "", reason);
  }
  assert.equal(judged({ p: 0.05, swapP: 0.05, noise: null, groups: 6 }).finding, "better");
});

Deno.test("of several differences the adjusted p decides, and the correction is named", () => {
  const three = judge([{ key: "a", p: 0.016 }, { key: "b", p: 0.04 }, { key: "c", p: 0.9 }]
    .map((one) => evidence({ ...one, swapP: 0.001 })));
  assert.deepEqual(three.map(({ adjustedP }) => adjustedP.value), [0.048, 0.08, 0.9]);
  assert.deepEqual(three.map(({ finding }) => finding), ["better", "not shown", "not shown"]);
  assert.equal(three[1]!.doubt, "p > 0.05 after correcting for 3 comparisons");
  assert.deepEqual(three.map(({ family }) => family), [3, 3, 3]);
});

Deno.test("the larger p of both tests decides", () => {
  assert.equal(judged({ p: 0.01, swapP: 0.03 }).adjustedP.value, 0.03);
  assert.equal(judged({ p: 0.04, swapP: 0.03 }).adjustedP.value, 0.04);
});

Deno.test("comparisons with equal scores count once, those of a score with itself not at all", () => {
  const all = judge([
    evidence({ key: "a", p: 0.02, swapP: 0.02 }),
    evidence({ key: "a", p: 0.02, swapP: 0.02 }),
    evidence({ key: "b", p: 0.5 }),
    evidence({ key: null, value: 0, p: 1, swapP: 1 }),
  ]);
  assert.deepEqual(all.map(({ family }) => family), [2, 2, 2, 2]);
  assert.deepEqual(
    all.map(({ adjustedP }) => adjustedP.value),
    [0.04, 0.04, 0.5, 1],
  );
  assert.deepEqual(
    all.map(({ finding }) => finding),
    ["better", "better", "not shown", "equal"],
  );
});

Deno.test("with fewer than six groups nothing has an adjusted p or counts in a family", () => {
  const [few, enough] = judge([evidence({ groups: 5 }), evidence({ key: "b", groups: 6 })]);
  assert.match(few!.adjustedP.reason ?? "", /fewer than six groups/);
  assert.equal(enough!.adjustedP.value, 0.01);
  assert.equal(enough!.family, 1);
});

Deno.test("without a difference or a test of it the finding is unknown, with the reason", () => {
  const interval = { low: null, high: null, reason: "there is only one group" } as const;
  const value = { ...evidence().difference, value: null, reason: "no video is labelled FAKE" };
  const noTest = { method: "swap", p: null, reason: "there is only one group" } as const;
  const noSwaps = { pTwoSided: null, pLess: null, pGreater: null, reason: "no AUC" } as const;
  const cases: readonly (readonly [Partial<Evidence>, string])[] = [
    [{ difference: { ...value, interval, value: null } }, "no video is labelled FAKE"],
    [{ test: noTest }, "there is only one group"],
    [{ swapTest: noSwaps }, "no AUC"],
  ];
  for (const [change, reason] of cases) {
    const [one] = judge([{ ...evidence(), ...change }]);
    assert.equal(one!.finding, "unknown");
    assert.equal(one!.doubt, reason);
    assert.equal(one!.adjustedP.reason, reason);
    assert.equal(one!.family, 0);
  }
});
