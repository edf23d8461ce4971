import assert from "node:assert/strict";
import fc from "fast-check";
import { swappedAucEffects } from "../../../src/analysis/comparison/swapped_auc_effects.ts";
import { METRICS } from "../../../src/metrics/registry.ts";

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
      const effects = swappedAucEffects({
        labels,
        scores: [
          Float64Array.from(videos, ({ first }) => first / 5),
          Float64Array.from(videos, ({ second }) => second / 5),
        ],
      });
      const difference = effects.reduce(
        (sum, effect, k) => sum + (isSwapped(videos[k]!) ? -effect : effect),
        0,
      );
      assert.ok(Math.abs(difference - (one - other)) < 1e-12);
    }),
  );
});
