import assert from "node:assert/strict";
import fc from "fast-check";
import { swappedAuc } from "../../src/comparison/swapped_auc.ts";
import { METRICS } from "../../src/metrics/registry.ts";

const OPTIONS = { decision: 0.5, clip: 1e-15 };

/** Few distinct probabilities, so that there are ties of every kind. */
const scorings = fc.array(
  fc.record({
    label: fc.constantFrom(0, 1),
    first: fc.nat(5),
    second: fc.nat(5),
    group: fc.nat(3),
    swapped: fc.boolean(),
  }),
  { minLength: 2, maxLength: 30 },
).filter((videos) => new Set(videos.map(({ label }) => label)).size === 2);

Deno.test("after any swap it is the difference of two AUCs, each computed by itself", () => {
  fc.assert(
    fc.property(scorings, fc.array(fc.constantFrom(0, 1), { maxLength: 4 }), (videos, swaps) => {
      const labels = Uint8Array.from(videos, ({ label }) => label);
      const isSwapped = ({ group }: { group: number }) => swaps[group] === 1;
      const auc = (choose: (video: (typeof videos)[number]) => number) =>
        METRICS.auc.compute(
          { labels, probabilities: Float64Array.from(videos, (video) => choose(video) / 5) },
          OPTIONS,
        ).value!;
      const one = auc((video) => isSwapped(video) ? video.second : video.first);
      const other = auc((video) => isSwapped(video) ? video.first : video.second);
      const difference = swappedAuc({
        labels: Uint8Array.from([...labels, ...labels]),
        probabilities: Float64Array.from(
          [...videos.map(({ first }) => first / 5), ...videos.map(({ second }) => second / 5)],
        ),
        clusters: {
          ofItem: Uint32Array.from(
            [...videos.map(({ group }) => group), ...videos.map(({ group }) => 4 + group)],
          ),
          count: 8,
        },
      })(Uint8Array.from(swaps));
      assert.ok(Math.abs(difference - (one - other)) < 1e-12);
    }),
  );
});
