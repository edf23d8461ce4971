import { deepEqual as same, equal } from "node:assert/strict";
import {
  equality,
  holds,
  largestDifference,
  largestFloat32Difference,
  tally,
} from "../../src/parity/tally.ts";

Deno.test("a case is exact, within its tolerance, or listed by name", () => {
  const boxes = tally({ what: "boxes", tolerance: 0.01, unit: "px" });
  boxes.add("a", 0);
  boxes.add("b", 0.01);
  boxes.add("c", 0.02);
  same(boxes.measure(), {
    what: "boxes",
    cases: 3,
    exact: 1,
    within: 1,
    worst: 0.02,
    tolerance: 0.01,
    unit: "px",
    broken: ["c"],
  });
  equal(holds(boxes.measure()), false);
});

Deno.test("without a tolerance every difference fails", () => {
  const one = tally({ what: "counts" });
  one.add("a", 0);
  equal(holds(one.measure()), true);
  one.add("b", Number.MIN_VALUE);
  equal(holds(one.measure()), false);
});

Deno.test("an infinite difference and NaN are out of every tolerance", () => {
  for (const difference of [Infinity, NaN]) {
    const one = tally({ what: "hashes", tolerance: 1e300 });
    one.add("a", difference);
    equal(holds(one.measure()), false);
    equal(one.measure().worst, null);
  }
});

Deno.test("many broken cases are counted, and the first few named", () => {
  const one = tally({ what: "counts" });
  for (let i = 0; i < 100; i++) one.add(`case ${i}`, 1);
  const { cases, broken } = one.measure();
  equal(cases, 100);
  same(broken, ["case 0", "case 1", "case 2", "case 3", "case 4"]);
});

Deno.test("the difference of lists is their largest, and infinite if their lengths differ", () => {
  equal(largestDifference([1, 5, 3], [1, 2, 4]), 3);
  equal(largestDifference([], []), 0);
  equal(largestDifference([1], [1, 2]), Infinity);
  equal(largestDifference([NaN, 0], [0, 1]), Infinity);
  equal(largestFloat32Difference([Math.fround(0.1)], [0.1]), 0);
});

Deno.test("equality is 0 for equal values and infinite otherwise", () => {
  equal(equality([1, [2]], [1, [2]]), 0);
  equal(equality([1], ["1"]), Infinity);
  equal(equality(null, undefined), Infinity);
});
