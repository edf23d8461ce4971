import assert from "node:assert/strict";
import { type Evidence, judge } from "../../../src/analysis/comparison/finding.ts";
import type { SwapTest } from "../../../src/records/comparison.ts";

function withP(pTwoSided: number): SwapTest {
  return { pTwoSided, pLess: 0.5, pGreater: 0.5, exact: true, swaps: 64, reason: null };
}

/** A clear fall by 0.1, with what is to be changed. */
function evidence(
  { value = -0.1, low = -0.15, high = -0.05, p = 0.01, noise = 0.02 as number | null } = {},
): Evidence {
  return {
    difference: { value, reason: null, n: 40, interval: { low, high, reason: null } },
    swapTest: withP(p),
    noise,
    direction: "lower",
  };
}

Deno.test("all three conditions together make better or worse, by the metric's direction", () => {
  const fall = evidence();
  assert.deepEqual(judge(fall), { finding: "better", doubt: null });
  assert.equal(judge({ ...fall, direction: "higher" }).finding, "worse");
  const rise = evidence({ value: 0.1, low: 0.05, high: 0.15 });
  assert.equal(judge(rise).finding, "worse");
  assert.equal(judge({ ...rise, direction: "higher" }).finding, "better");
});

Deno.test("an interval that contains or touches zero is not significant", () => {
  for (const high of [0, 0.01]) {
    const { finding, doubt } = judge(evidence({ high }));
    assert.equal(finding, "not shown");
    assert.match(doubt ?? "", /contains zero/);
  }
});

Deno.test("a difference within the noise floor is not significant, however narrow its interval", () => {
  for (const noise of [0.1, 0.2]) {
    const { finding, doubt } = judge(evidence({ noise }));
    assert.equal(finding, "not shown");
    assert.match(doubt ?? "", /noise floor/);
  }
  assert.equal(judge(evidence({ noise: null })).finding, "better");
});

Deno.test("a difference with p above 0.05, or without p, is not significant", () => {
  assert.match(judge(evidence({ p: 0.0625 })).doubt ?? "", /permutation test/);
  const untested: SwapTest = { pTwoSided: null, pLess: null, pGreater: null, reason: "no value" };
  assert.equal(judge({ ...evidence(), swapTest: untested }).finding, "not shown");
});

Deno.test("no difference in any sample is equal, no interval is unknown", () => {
  assert.equal(judge(evidence({ value: 0, low: 0, high: 0 })).finding, "equal");
  const interval = { low: null, high: null, reason: "there is only one group" } as const;
  const { difference } = evidence();
  const one = judge({ ...evidence(), difference: { ...difference, interval } });
  assert.deepEqual(one, { finding: "unknown", doubt: "there is only one group" });
  const none = { value: null, reason: "no video is labelled FAKE", n: 4, interval } as const;
  assert.equal(judge({ ...evidence(), difference: none }).doubt, "no video is labelled FAKE");
});
