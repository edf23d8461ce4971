import { deepEqual, equal, match } from "node:assert/strict";
import fc from "fast-check";
import { benchBreakdown, benchRate, overheadWarnings } from "../../src/bench/rates.ts";
import { type MeasuredPart, SPENDERS } from "../../src/bench/result.ts";

Deno.test("a rate is work over time, and its share of the limit is taken round by round", () => {
  const limit = { name: "peak", work: [10, 10, 10], samplesMs: [100, 200, 50] };
  const rate = benchRate({
    name: "network",
    unit: "GMAC",
    per: "face",
    work: [5, 5, 5],
    samplesMs: [100, 200, 50], // whatever slowed a round down slowed the limit down as well
    limit,
  });
  equal(rate.perSecond.value, 50);
  equal(rate.medianMs, 100);
  deepEqual(rate.limit, { name: "peak", share: { value: 0.5, low: null, high: null } });
});

Deno.test("the parts of a breakdown and its spenders both come to the wall time", () => {
  const time = fc.double({ min: 0.001, max: 1e4, noNaN: true });
  const parts = fc.array(
    fc.record({
      name: fc.string(),
      spender: fc.constantFrom(...SPENDERS),
      samplesMs: fc.array(time, { minLength: 4, maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(fc.property(parts, (parts: MeasuredPart[]) => {
    const { wallMs, ...told } = benchBreakdown({ name: "v", per: "video", parts, mostOverhead: 1 });
    const wall = parts.flatMap(({ samplesMs }) => samplesMs).reduce((a, b) => a + b) / 4;
    for (const list of [told.parts, told.spenders]) {
      close(list.reduce((sum, { meanMs }) => sum + meanMs, 0), wall);
      close(list.reduce((sum, { share }) => sum + share, 0), 1);
    }
    close(wallMs, wall);
  }));
});

Deno.test("overhead above what was promised is warned of", () => {
  const breakdown = (overhead: number) =>
    benchBreakdown({
      name: "v",
      per: "video",
      mostOverhead: 0.03,
      parts: [
        { name: "networks", spender: "ONNX Runtime", samplesMs: [100 - overhead] },
        { name: "rest", spender: "overhead", samplesMs: [overhead] },
      ],
    });
  deepEqual(overheadWarnings([breakdown(2.9)]), []);
  const warning = overheadWarnings([breakdown(7)])[0]!;
  match(warning, /^v: overhead is 7\.0 % of the wall time, above the limit of 3\.0 %\.$/);
});

function close(value: number, expected: number): void {
  equal(Math.abs(value - expected) <= 1e-9 * expected, true, `${value} is not ${expected}`);
}
