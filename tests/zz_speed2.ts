import { simulate, TUNING_WORLD } from "./slow/simulated_worlds.ts";
import { sampleVariants } from "../src/analysis/summary/variant_samples.ts";
import { pairedEstimates } from "../src/analysis/comparison/contrast_estimates.ts";
import { detectableContrast } from "../src/analysis/comparison/detectable_contrast.ts";
import { VIDEO_METRIC_NAMES } from "../src/metrics/names.ts";
const [groups, K] = Deno.args.map(Number);
const { videos, variants } = simulate(TUNING_WORLD, Array.from({ length: K! }, (_, k) => ({ gain: k * 0.01, scale: 1 })), { groups: groups!, seed: 1 });
const samples = sampleVariants(variants, videos, { draws: 2000, seed: 0, clip: 1e-15 });
const contrasts = variants.slice(1).map((_, k) => [{ variant: k + 1, coefficient: 1 }, { variant: 0, coefficient: -1 }]);
for (const name of VIDEO_METRIC_NAMES) { const t = performance.now(); pairedEstimates(contrasts, samples, name); console.log(name, (performance.now() - t).toFixed(0)); }
for (const name of ["logLoss", "auc"] as const) { const t = performance.now(); contrasts.map((c) => detectableContrast(c, samples, name)); console.log("detectable", name, (performance.now() - t).toFixed(0)); }
