import assert from "node:assert/strict";
import fc from "fast-check";
import { pairVideos } from "../../../src/analysis/comparison/pair_videos.ts";
import {
  compareTiming,
  timingRefusal,
} from "../../../src/analysis/comparison/timing_comparison.ts";
import type { RunManifest } from "../../../src/records/manifest.ts";
import type { TimingComparison } from "../../../src/records/run_comparison.ts";
import { fakeManifest } from "../../runs/fake_run.ts";
import { madeRun, type MadeVideo, onCuda } from "./made_runs.ts";

const manifest = fakeManifest({ reference: {} }, 4);
const OPTIONS = { refused: null, draws: 400, seed: 0 };

/** Times of videos named by their places. */
function timing(
  was: readonly Partial<MadeVideo>[],
  is: readonly Partial<MadeVideo>[],
): TimingComparison {
  const run = (videos: readonly Partial<MadeVideo>[]) =>
    madeRun({
      variants: { reference: videos.map((video, k) => ({ filename: `${100 + k}`, ...video })) },
    });
  const [before, after] = [run(was), run(is)];
  const { videos } = pairVideos(before, after, { shared: false });
  return compareTiming({ before: before.variants[0]!, after: after.variants[0]! }, videos, OPTIONS);
}

Deno.test("times of another machine, provider, thread count or way of timing are refused", () => {
  const { host, execution } = manifest;
  const others: readonly (readonly [RunManifest, RegExp])[] = [
    [{ ...manifest, host: { ...host, cpu: "another" } }, /different machines/],
    [{ ...manifest, host: { ...host, cores: 64 } }, /64 cores/],
    [onCuda(manifest), /one ran on cpu, the other on cuda/],
    [
      { ...manifest, execution: { ...execution, threadsPerSession: 2 } },
      /one had 1 thread per session, the other 2/,
    ],
    [
      { ...manifest, execution: { ...execution, workers: 1 } },
      /one ran \d+ videos at a time, the other 1/,
    ],
    [{ ...manifest, execution: { ...execution, timing: "isolated" } }, /timed attributed/],
  ];
  for (const [other, says] of others) assert.match(timingRefusal(manifest, other) ?? "", says);
  const device = (name: string) => {
    const cuda = onCuda(manifest);
    return { ...cuda, execution: { ...cuda.execution, device: name } };
  };
  assert.match(timingRefusal(device("A"), device("B")) ?? "", /one ran on A, the other on B/);
});

Deno.test("times of a busy machine are not compared", () => {
  const busy = (elsewhere: number) => ({ ...manifest, times: { ...manifest.times, elsewhere } });
  assert.equal(timingRefusal(busy(0.3), busy(0.4)), null);
  assert.match(
    timingRefusal(busy(0.3), busy(0.5)) ?? "",
    /used 30 % of its cores before and 50 % after/,
  );
  assert.match(timingRefusal(busy(0.5), busy(0.3)) ?? "", /the machine was busy/);
  assert.match(timingRefusal(busy(0.8), busy(0.8)) ?? "", /the machine was busy/);
  assert.equal(timingRefusal(manifest, busy(0.9)), null);
});

Deno.test("a new kernel on the same machine is no other machine", () => {
  const other = { ...manifest, host: { ...manifest.host, os: "linux 99" } };
  assert.equal(timingRefusal(manifest, other), null);
});

Deno.test("the ratio is that of the videos, its interval within their ratios and around its middle", () => {
  const times = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 9 })),
    {
      minLength: 4,
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(times, (pairs) => {
      const result = timing(
        pairs.map(([milliseconds]) => ({ milliseconds })),
        pairs.map(([milliseconds, ratio]) => ({ milliseconds: milliseconds * ratio })),
      );
      assert.ok(result.refused === null);
      const ratios = pairs.map(([, ratio]) => ratio).sort((a, b) => a - b);
      const middle = (ratios[(pairs.length - 1) >> 1]! + ratios[pairs.length >> 1]!) / 2;
      assert.equal(result.ratio.value, middle);
      const { low, high } = result.ratio.interval;
      assert.ok(low !== null && low >= ratios[0]! && low <= middle);
      assert.ok(high >= middle && high <= ratios.at(-1)!);
    }),
    { numRuns: 30 },
  );
});

Deno.test("the interval is that of samples of whole groups: wide where groups differ", () => {
  const videos = Array.from({ length: 40 }, (_, k) => ({ group: `${k >> 2}`, milliseconds: 100 }));
  const later = videos.map((video, k) => ({ ...video, milliseconds: (k >> 2) % 2 ? 100 : 300 }));
  const result = timing(videos, later);
  assert.ok(result.refused === null);
  assert.deepEqual(result.ratio.interval, { low: 1, high: 3, reason: null });
});

Deno.test("videos with cached stages, or timed in different ways, do not count", () => {
  const result = timing(
    [{ milliseconds: 10 }, { mode: "cached" }, { mode: "isolated" }, { milliseconds: 10 }],
    [{ milliseconds: 20 }, {}, {}, { milliseconds: 20 }],
  );
  assert.ok(result.refused === null);
  assert.equal(result.videos, 2);
  assert.equal(result.ratio.value, 2);
});

Deno.test("with nothing but cached stages there is no ratio but a reason", () => {
  const result = timing([{ mode: "cached" }], [{ mode: "cached" }]);
  assert.match(result.refused ?? "", /cache/);
});

Deno.test("of one group there is a ratio without an interval", () => {
  const result = timing([{ group: "g" }, { group: "g" }], [{ group: "g" }, { group: "g" }]);
  assert.ok(result.refused === null);
  assert.equal(result.ratio.value, 1);
  assert.match(result.ratio.interval.reason ?? "", /one group/);
});
