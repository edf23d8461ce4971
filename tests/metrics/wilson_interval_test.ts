import assert from "node:assert/strict";
import fc from "fast-check";
import { wilsonInterval } from "../../src/metrics/wilson_interval.ts";

const proportions = fc.integer({ min: 1, max: 500 })
  .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

Deno.test("the interval holds the proportion and lies in [0, 1]", () => {
  fc.assert(fc.property(proportions, ([successes, trials]) => {
    const { low, high } = wilsonInterval(successes, trials);
    assert.ok(low !== null && high !== null);
    assert.ok(0 <= low && low <= successes / trials && successes / trials <= high && high <= 1);
    assert.ok(high - low > 0);
  }));
});

Deno.test("its ends are the proportions that the data are 1.96 standard errors away from", () => {
  fc.assert(fc.property(proportions, ([successes, trials]) => {
    const { low, high } = wilsonInterval(successes, trials);
    assert.ok(low !== null && high !== null);
    for (const end of [low, high].filter((end) => end > 0 && end < 1)) {
      const error = Math.sqrt(end * (1 - end) / trials);
      const away = Math.abs(successes / trials - end) / error;
      assert.ok(Math.abs(away - 1.959963984540054) < 1e-6, `${away}`);
    }
  }));
});

Deno.test("without trials there is no interval, and it says why", () => {
  assert.deepEqual(wilsonInterval(0, 0), { low: null, high: null, reason: "nothing was counted" });
});

Deno.test("more successes than trials are refused", () => {
  assert.throws(() => wilsonInterval(2, 1), RangeError);
  assert.throws(() => wilsonInterval(-1, 1), RangeError);
});
