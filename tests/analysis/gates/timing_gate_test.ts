import assert from "node:assert/strict";
import { judgeTiming } from "../../../src/analysis/gates/timing_gate.ts";
import type { ComparedVariant } from "../../../src/records/run_comparison.ts";
import { defined } from "../../../src/records/metric_value.ts";

const LIMITS = { maxIncrease: 0.2, minMs: 50, runToRun: 0.08 };

/** A variant whose time per video was 1000 ms, with the ends of the ratio's interval over videos. */
function timed(ratio: number, [low, high]: readonly [number, number]): ComparedVariant {
  const interval = { low, high, reason: null };
  return {
    name: "reference",
    timing: {
      ...{ videos: 40, beforeMs: 1000, afterMs: 1000 * ratio, refused: null },
      ratio: { ...defined(ratio), interval, n: 40 },
    },
  } as ComparedVariant;
}

Deno.test("an increase that run-to-run variation may explain is not judged, however alike the videos are", () => {
  const verdict = judgeTiming(timed(1.22, [1.21, 1.23]), LIMITS);
  assert.equal(verdict.outcome, "skipped");
  assert.match(
    verdict.reason,
    /^1000 ms per video before, 1220 ms after, not judged: ratio 95 % CI 0\.99 to 1\.51, with an assumed run-to-run variation of 8 %$/,
  );
});

Deno.test("with a steadier machine stated, the same increase fails", () => {
  const steady = { ...LIMITS, runToRun: 0.02 };
  assert.equal(judgeTiming(timed(1.22, [1.21, 1.23]), steady).outcome, "fail");
});

Deno.test("an increase beyond run-to-run variation fails, and a wide interval over videos still counts", () => {
  assert.equal(judgeTiming(timed(1.5, [1.48, 1.52]), LIMITS).outcome, "fail");
  assert.equal(judgeTiming(timed(1.5, [0.9, 2.5]), LIMITS).outcome, "skipped");
});

Deno.test("distances add up in squares, as those of independent errors do", () => {
  const { reason } = judgeTiming(timed(1.5, [1.2, 1.875]), { ...LIMITS, runToRun: 0.1 });
  // √(ln 1.25² + (1.96 · √2 · ln 1.1)²) = 0.3457
  assert.match(reason, /ratio 95 % CI 1\.06 to 2\.12, /);
});

Deno.test("without run-to-run variation the interval is that over videos", () => {
  const { reason } = judgeTiming(timed(1.5, [1.31, 1.62]), { ...LIMITS, runToRun: 0 });
  assert.match(reason, /ratio 95 % CI 1\.31 to 1\.62, with an assumed run-to-run variation of 0 %/);
});
