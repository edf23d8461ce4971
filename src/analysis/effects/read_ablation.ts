import type { Ablation, Interaction, SeedSpread } from "../../records/ablation.ts";
import type { Settings } from "../../records/manifest.ts";
import { defined, type Estimate, type MetricValue } from "../../records/metric_value.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { sampleDeviation } from "../../base/numeric/statistics/sample_deviation.ts";
import { contrastOf } from "./contrasts.ts";
import { estimateContrasts } from "../comparison/contrast_estimates.ts";
import { cellTerms, type Design, designOf } from "./design_cells.ts";
import { type InteractionContrast, interactions } from "./interactions.ts";
import { mainEffects } from "./main_effects.ts";
import type { VariantSamples } from "../summary/variant_samples.ts";
import { largest, smallest } from "../../base/numeric/extremes.ts";

export interface AblationOptions {
  readonly metric: VideoMetricName;
  /** Place of the baseline, whose values are the references. */
  readonly baseline: number;
}

/** The repeat parameter: its values are averaged, never compared. */
const REPEATS = "seed";

/** Maximum number of interactions that are reported. */
const MOST_INTERACTIONS = 20;

/**
 * Computes how one metric depends on the varied parameters: the effect of each value averaged over the others,
 * interactions of two changes, and the spread over seeds.
 * @param settings of each variant, every parameter of the pipeline
 */
export function readAblation(
  settings: readonly Settings[],
  samples: VariantSamples,
  { metric, baseline }: AblationOptions,
): Ablation {
  const design = designOf(settings, { repeats: REPEATS });
  const base = settings[baseline]!;
  const effects = mainEffects(design, base);
  const together = interactions(design, base);
  const values = samples.variants.map((metrics) => metrics[metric].own);
  const contrasts = [...effects, ...together].map(({ effect }) => effect);
  const estimates = estimateContrasts(contrasts, samples, metric).map(({ estimate }) => estimate);
  return {
    metric,
    effects: effects.map((contrasts, place) => ({
      ...contrasts,
      mean: contrastOf(contrasts.mean, values),
      referenceMean: contrastOf(contrasts.referenceMean, values),
      effect: estimates[place]!,
    })),
    interactions: ranked(together, estimates.slice(effects.length)).slice(0, MOST_INTERACTIONS),
    interactionsTried: together.length,
    spreads: seedSpreads(design, values),
  };
}

/** Sorts interactions: clear ones first, then by size. */
function ranked(
  contrasts: readonly InteractionContrast[],
  estimates: readonly Estimate[],
): readonly Interaction[] {
  const size = ({ effect }: Interaction) => Math.abs(effect.value ?? 0);
  return contrasts
    .map(({ factors, settings }, place) => {
      const effect = estimates[place]!;
      return { factors, settings, effect, clear: leavesZeroOut(effect) };
    })
    .sort((a, b) => Number(b.clear) - Number(a.clear) || size(b) - size(a));
}

function leavesZeroOut({ interval: { low, high } }: Estimate): boolean {
  return low !== null && (low > 0 || high < 0);
}

/** Settings that were run with several seeds. */
function seedSpreads({ cells }: Design, values: readonly MetricValue[]): readonly SeedSpread[] {
  return cells.filter(({ variants }) => variants.length > 1).map((cell) => {
    const { settings, variants } = cell;
    const mean = contrastOf(cellTerms(cell, 1), values);
    return { settings, variants, mean, ...spreadOf(mean, variants.map((place) => values[place]!)) };
  });
}

/** Deviation and range of the values; neither has a value if one of them has none. */
function spreadOf(
  mean: MetricValue,
  values: readonly MetricValue[],
): Pick<SeedSpread, "deviation" | "range"> {
  if (mean.value === null) return { deviation: mean, range: mean };
  const numbers = values.flatMap(({ value }) => value ?? []);
  return {
    deviation: defined(sampleDeviation(numbers)),
    range: defined(largest(numbers) - smallest(numbers)),
  };
}
