import type { Ablation, SeedSpread } from "../../records/ablation.ts";
import type { Settings } from "../../records/manifest.ts";
import { isSignificant, type JudgedDifference } from "../../records/comparison.ts";
import { defined, type Estimate, type MetricValue } from "../../records/metric_value.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import { contrastKey, firstEqualScores } from "../comparison/equal_scores.ts";
import { judge } from "../comparison/finding.ts";
import { sampleDeviation } from "../../base/numeric/statistics/sample_deviation.ts";
import type { Contrast } from "../comparison/contrast.ts";
import { estimateContrasts } from "../comparison/contrast_estimates.ts";
import { contrastOf } from "./contrasts.ts";
import { cellTerms, type Design, designOf } from "./design_cells.ts";
import { interactions } from "./interactions.ts";
import { mainEffects } from "./main_effects.ts";
import type { VariantSamples } from "../summary/variant_samples.ts";
import { largest, smallest } from "../../base/numeric/extremes.ts";

export interface AblationOptions {
  readonly metric: VideoMetricName;
  /** Place of the baseline, whose values are the references. */
  readonly baseline: number;
  /** Noise floor of the metric; `null`: not measured. */
  readonly noise: number | null;
}

/** The repeat parameter: its values are averaged, never compared. */
const REPEATS = "seed";

/** Maximum number of interactions that are reported, besides significant ones. */
const MOST_INTERACTIONS = 20;

/** An effect with its tests and the finding on it. */
type JudgedEffect = JudgedDifference & { readonly effect: Estimate };

/**
 * Computes how one metric depends on the varied parameters: the effect of each value averaged over the others,
 * interactions of two changes, and the spread over seeds.
 * @param settings of each variant, every parameter of the pipeline
 */
export function readAblation(
  settings: readonly Settings[],
  samples: VariantSamples,
  options: AblationOptions,
): Ablation {
  const design = designOf(settings, { repeats: REPEATS });
  const base = settings[options.baseline]!;
  const effects = mainEffects(design, base);
  const together = interactions(design, base);
  const values = samples.variants.map((metrics) => metrics[options.metric].own);
  const judged = judgedEffects(effects, samples, options);
  // An interaction is a difference of two differences, each of which noise alone may move by its floor.
  const noise = options.noise && 2 * options.noise;
  const judgedTogether = judgedEffects(together, samples, { ...options, noise });
  return {
    metric: options.metric,
    effects: effects.map((contrasts, place) => ({
      ...contrasts,
      mean: contrastOf(contrasts.mean, values),
      referenceMean: contrastOf(contrasts.referenceMean, values),
      ...judged[place]!,
    })),
    interactions: bySignificance(
      together.map((contrasts, place) => ({ ...contrasts, ...judgedTogether[place]! })),
    ).filter((one, rank) => rank < MOST_INTERACTIONS || isSignificant(one)),
    interactionsTried: together.length,
    spreads: seedSpreads(design, values),
  };
}

/** Estimates contrasts of variants and judges them together. */
function judgedEffects(
  contrasts: readonly { readonly effect: Contrast }[],
  samples: VariantSamples,
  { metric, noise }: Pick<AblationOptions, "metric" | "noise">,
): readonly JudgedEffect[] {
  const effects = contrasts.map(({ effect }) => effect);
  const estimates = estimateContrasts(effects, samples, metric);
  const firstEqual = firstEqualScores(samples.scored.map(({ probabilities }) => probabilities));
  const judged = judge(estimates.map(({ estimate, test, swapTest }, place) => ({
    ...{ difference: estimate, test, swapTest, noise, groups: samples.groups },
    direction: METRICS[metric].direction,
    key: contrastKey(effects[place]!, firstEqual),
  })));
  return judged.map((one, place) => ({ effect: estimates[place]!.estimate, ...one }));
}

/** Sorts effects: significant ones first, then by size. */
export function bySignificance<Effect extends JudgedEffect>(
  effects: readonly Effect[],
): readonly Effect[] {
  const size = ({ effect }: Effect) => Math.abs(effect.value ?? 0);
  return effects.toSorted((a, b) =>
    Number(isSignificant(b)) - Number(isSignificant(a)) || size(b) - size(a)
  );
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
