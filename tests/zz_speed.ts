import { simulate, TUNING_WORLD } from "./slow/simulated_worlds.ts";
import { sampleVariants } from "../src/analysis/summary/variant_samples.ts";
import { estimateVariants } from "../src/analysis/summary/variant_estimates.ts";
import { comparePairs } from "../src/analysis/comparison/compare_pairs.ts";
import { COMPARED_METRICS } from "../src/analysis/comparison/compared_metrics.ts";
const [groups, K] = Deno.args.map(Number);
const { videos, variants } = simulate(
  TUNING_WORLD,
  Array.from({ length: K! }, (_, k) => ({ gain: k * 0.01, scale: 1 })),
  { groups: groups!, seed: 1 },
);
let t = performance.now();
const lap = (what: string) => {
  const n = performance.now();
  console.log(what, ((n - t) / 1000).toFixed(2), "s");
  t = n;
};
const samples = sampleVariants(variants, videos, { draws: 2000, seed: 0, clip: 1e-15 });
lap(`${videos.labels.length} videos ${K} variants, ${samples.drawn.length} metrics: sample`);
const est = estimateVariants(samples, variants.map(() => 0));
lap("estimate");
const pairs = est.slice(1).map((e, k) => ({
  variant: variants[k + 1]!,
  baseline: variants[0]!,
  differences: e.differences!,
  tests: e.tests!,
  detectable: e.detectable!,
}));
comparePairs(pairs, videos, {
  swaps: 1999,
  seed: 0,
  clip: 1e-15,
  metrics: COMPARED_METRICS,
  noise: {},
});
lap("compare");
