import fc from "fast-check";
import { deepEqual as same, equal, match } from "node:assert/strict";
import {
  concludeNotWorse,
  marginAbove,
  type NotWorseFacts,
} from "../../../src/analysis/gates/not_worse.ts";
import type { Finding } from "../../../src/records/comparison.ts";
import { defined, type Interval } from "../../../src/records/metric_value.ts";

interface Given {
  readonly ends?: readonly [number, number] | string;
  readonly finding?: Finding;
  readonly noise?: number | null;
  readonly facts?: Partial<NotWorseFacts>;
}

/** Concludes on a log loss with a margin of 0.01 over very many groups, but for what is given. */
function conclude({ ends = [0, 0], finding = "not shown", noise = null, facts }: Given) {
  const interval: Interval = typeof ends === "string"
    ? { low: null, high: null, reason: ends }
    : { low: ends[0], high: ends[1], reason: null };
  const value = typeof ends === "string" ? 0.004 : (ends[0] + ends[1]) / 2;
  const isShown = finding === "better" || finding === "worse";
  return concludeNotWorse({
    comparison: {
      difference: { ...defined(value), interval, n: 60 },
      ...{ noise, finding, doubt: isShown ? null : "the 95 % CI contains zero" },
    },
    ...{ margin: 0.01, worse: 1, groups: 10_000, ...facts },
  });
}

Deno.test("an interval below the margin proves that it is not worse, whether or not it got better", () => {
  for (const ends of [[-0.02, 0.0099], [-0.05, -0.01], [-0.001, 0.001]] as const) {
    const { conclusion, reason } = conclude({ ends });
    equal(conclusion, "not worse");
    match(reason, /^proved not worse: 95 % CI .* to .*, within the margin of 0\.01$/);
  }
});

Deno.test("an interval that reaches the margin proves nothing, and the smallest margin that it would prove is said", () => {
  const { conclusion, provableMargin, reason } = conclude({ ends: [-0.006, 0.0243] });
  same([conclusion, provableMargin], ["cannot say", 0.025]);
  equal(
    reason,
    "cannot say: 95 % CI -0.0060 to +0.0243 reaches the margin of 0.01, and worse is not shown " +
      "either (the 95 % CI contains zero); the smallest margin that these data could prove is 0.025",
  );
  equal(
    conclude({ ends: [-0.006, 0.01] }).conclusion,
    "cannot say",
    "the margin itself is too far",
  );
});

Deno.test("a significant change for the worse that reaches the margin is worse", () => {
  const { conclusion, reason } = conclude({ ends: [0.002, 0.03], finding: "worse" });
  same([conclusion, reason], ["worse", "worse: 95 % CI +0.0020 to +0.0300"]);
  // The one function that says significant was not convinced, as by the swap test.
  equal(conclude({ ends: [0.002, 0.03] }).conclusion, "cannot say");
});

Deno.test("worse by less than the margin passes, and says that it is worse", () => {
  const { conclusion, reason } = conclude({ ends: [0.002, 0.006], finding: "worse" });
  equal(conclusion, "not worse");
  equal(reason, "worse, but within the margin of 0.01: 95 % CI +0.0020 to +0.0060");
});

Deno.test("for AUC a decrease is worse", () => {
  const auc = { worse: -1 } as const;
  equal(conclude({ ends: [-0.009, 0.05], facts: auc }).conclusion, "not worse");
  const { conclusion, provableMargin, reason } = conclude({ ends: [-0.021, 0.002], facts: auc });
  same([conclusion, provableMargin], ["cannot say", 0.022]);
  match(reason, /95 % CI -0\.0210 to \+0\.0020 reaches the margin of 0\.01/);
});

Deno.test("the noise floor widens what has to lie within the margin", () => {
  equal(conclude({ ends: [-0.002, 0.008], noise: 0.001 }).conclusion, "not worse");
  const { conclusion, provableMargin, reason } = conclude({ ends: [-0.002, 0.008], noise: 0.003 });
  same([conclusion, provableMargin], ["cannot say", 0.012]);
  match(
    reason,
    /to \+0\.0080 \(\+0\.0110 for a proof with 10000 groups and a noise floor of 0\.003\) reaches/,
  );
});

Deno.test("without an interval, or with fewer than six groups, no margin can be proved", () => {
  const few = conclude({ ends: [-0.001, 0.001], facts: { groups: 5 } });
  same([few.conclusion, few.provableMargin], ["cannot say", null]);
  equal(
    few.reason,
    "cannot say: there are only 5 groups, and 6 are needed: no margin can be proved",
  );
  equal(conclude({ ends: [-0.001, 0.001], facts: { groups: 6 } }).conclusion, "not worse");
  // As of an AUC of 1 before and after.
  const same19 = conclude({ ends: [0, 0], facts: { groups: 19 } });
  same([same19.conclusion, same19.provableMargin], ["cannot say", null]);
  match(same19.reason, /no sample of the 19 groups differs: no margin can be proved/);
  const none = conclude({ ends: "there is no FAKE video" });
  same([none.conclusion, none.provableMargin], ["cannot say", null]);
  match(none.reason, /^cannot say: there is no FAKE video: no margin can be proved$/);
  match(
    conclude({ facts: { comparison: null } }).reason,
    /^cannot say: the change was not tested: no/,
  );
});

Deno.test("few groups move the end outward: the reach times √(G/(G − 5))", () => {
  const ends = [-0.006, 0.008] as const; // value 0.001, reach 0.007
  for (const groups of [6, 8, 20, 60]) {
    const end = 0.001 + 0.007 * Math.sqrt(groups / (groups - 5));
    for (const [margin, conclusion] of [[end + 1e-9, "not worse"], [end, "cannot say"]] as const) {
      equal(conclude({ ends, facts: { groups, margin } }).conclusion, conclusion);
    }
  }
  const { reason } = conclude({ ends, facts: { groups: 20 } });
  match(
    reason,
    /^proved not worse: 95 % CI -0\.0060 to \+0\.0080 \(\+0\.0091 for a proof with 20 groups\), within/,
  );
  const auc = conclude({ ends: [-0.008, 0.006], facts: { groups: 8, worse: -1 } });
  match(auc.reason, /95 % CI -0\.0080 to \+0\.0060 \(-0\.0124 for a proof with 8 groups\) reaches/);
});

/** The smallest of the numbers with two digits, or with six decimal places, above the end. */
function naiveMargin(end: number): number {
  if (end < 0) return 0;
  for (let exponent = -6; exponent <= 1; exponent++) {
    for (let digits = 1; digits < 100; digits++) {
      const candidate = Number(`${digits}e${exponent}`);
      if (candidate > end) return candidate;
    }
  }
  throw new RangeError(`${end} is too large`);
}

Deno.test("the smallest provable margin is the next number of two digits above the interval's end, so that it proves", () => {
  same([-1, 0, 0.0243, 0.01, 0.0999, 3.21e-7, 1.234].map(marginAbove), [
    ...[0, 0.000001, 0.025, 0.011, 0.1, 0.000001, 1.3],
  ]);
  const anEnd = fc.double({ min: -0.5, max: 5, noNaN: true });
  fc.assert(fc.property(anEnd, (end) => {
    equal(marginAbove(end), naiveMargin(end));
    const ends = [-1, Math.abs(end)] as const;
    const margin = conclude({ ends, facts: { margin: 0 } }).provableMargin!;
    equal(conclude({ ends, facts: { margin } }).conclusion, "not worse");
  }));
});
