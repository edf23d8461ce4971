import { FEWEST_GROUPS } from "../../records/group_counts.ts";
import { TOO_FEW_GROUPS } from "./finding.ts";
import { defined, type MetricValue, undefinedBecause } from "../../records/metric_value.ts";
import { metricRange } from "../../metrics/metric_range.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import { valueAndInfluences } from "../../metrics/studentised_samples.ts";
import { sumContrast } from "../../metrics/sum_contrast.ts";
import { isSumMetric } from "../../metrics/sum_metric.ts";
import {
  clusterDraws,
  clustersOf,
  type Weights,
} from "../../base/numeric/statistics/cluster_resample.ts";
import { studentQuantile } from "../../base/numeric/statistics/student_quantile.ts";
import type { LabelledVideos, ScoredVariant } from "../summary/scored_variant.ts";
import type { VariantSamples } from "../summary/variant_samples.ts";
import { type Contrast, contrastPairs } from "./contrast.ts";
import { isStudentised } from "./studentised_contrasts.ts";
import { signedEffects } from "./swappable_scores.ts";

/** Number of groups from which a detectable difference is so small that it does not change the standard error. */
const MANY_GROUPS = 400;

/** Number of videos from which shifting their scores takes too long. */
const MANY_VIDEOS = 20_000;

/** Probability of detecting a true difference of that size. */
const POWER = 0.8;

/** Samples of groups in which it is counted how often the swap test finds a difference. */
const POWER_DRAWS = 200;

/** Shift of all logits towards the truth beyond which next to nothing is left to gain. */
const MOST_SHIFT = 32;

/** Halvings of the range of shifts. */
const STEPS = 14;

/**
 * Finds the smallest true improvement that is found with 80 % power at the 5 % level. Improving changes the standard
 * error, most of all where little is left to gain; so what counts positively in the contrast is improved, all its
 * logits shifted towards the truth, until the difference is large enough for the spread that it then has. It holds for
 * this contrast only, and for changes for the better: those for the worse spread more, and must be larger.
 * Source of the multiples of the standard error: Bloom, Evaluation Review 19, 1995 (minimum detectable effects).
 * @returns `null` and why with fewer than six groups, where no group makes a difference, or where no improvement is
 * large enough
 */
export function detectableContrast(
  contrast: Contrast,
  samples: VariantSamples,
  name: VideoMetricName,
): MetricValue {
  const improved = improver(contrast, samples, name);
  const obstacle = obstacleOf(samples, improved);
  if (obstacle !== null || improved === null) {
    return undefinedBecause(obstacle ?? "it is not computed for metrics that are no sums");
  }
  if (samples.groups >= MANY_GROUPS || samples.videos >= MANY_VIDEOS) {
    return withoutShift(contrast, samples, { name, improved });
  }
  const shift = smallestShift((shift) => improved(shift).isFound);
  return shift === null ? NONE : defined(improved(shift).value);
}

const NONE = undefinedBecause(
  "no equal shift of its logits towards the truth would be found with 80 % power",
);

/** A contrast after a shift. */
interface Improved {
  /** Its value, positive for better. */
  readonly value: number;
  readonly error: number;
  /** Whether so large a difference is found with 80 % power. */
  readonly isFound: boolean;
}

type Improver = (shift: number) => Improved;

function obstacleOf({ groups }: VariantSamples, improved: Improver | null): string | null {
  if (groups < FEWEST_GROUPS) return TOO_FEW_GROUPS;
  if (improved === null) return null;
  const { value, error } = improved(0);
  if (Number.isNaN(value)) return "the metric has no value";
  return error === 0 ? "no group makes a difference" : null;
}

/** From many groups: the multiple of the standard error that the contrast has now. */
function withoutShift(
  contrast: Contrast,
  { groups, options, variants }: VariantSamples,
  { name, improved }: { readonly name: VideoMetricName; readonly improved: Improver },
): MetricValue {
  const { critical, power } = quantilesOf(groups);
  const size = (critical + power) * improved(0).error;
  const ends = metricRange(METRICS[name], options);
  const best = ends[METRICS[name].direction === "higher" ? 1 : 0];
  const room = contrast.reduce(
    (sum, { variant, coefficient }) =>
      coefficient > 0
        ? sum
        : sum - coefficient * Math.abs(best - variants[variant]![name].own.value!),
    0,
  );
  return size > room ? NONE : defined(size);
}

/** The smallest shift at which something holds; `null`: it never does. */
function smallestShift(holds: (shift: number) => boolean): number | null {
  let high = 0.5;
  while (!holds(high)) {
    if (high >= MOST_SHIFT) return null;
    high *= 2;
  }
  let low = high > 0.5 ? high / 2 : -MOST_SHIFT;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Prepares a contrast for shifts of what counts positively in it; `null`: of this metric there is no error. */
function improver(
  contrast: Contrast,
  samples: VariantSamples,
  name: VideoMetricName,
): Improver | null {
  const { scored, labelled, groups, options: { clip } } = samples;
  if (groups < FEWEST_GROUPS) return null;
  if (name !== "auc" && !isStudentised(name)) return null;
  const test = name === "auc" ? bySwaps(contrast, samples) : byBootstrap(contrast, samples, name);
  const moving = new Set(
    contrast.flatMap(({ variant, coefficient }) => coefficient > 0 ? [variant] : []),
  );
  return test &&
    ((shift) =>
      test(scored.map((one, v) => moving.has(v) ? shifted(one, labelled, { shift, clip }) : one)));
}

type TestOfScores = (scored: readonly ScoredVariant[]) => Improved;

/**
 * The bootstrap-t finds a difference whose ratio to its standard error exceeds t₀.₉₇₅ by t₀.₈ of the ratio's own standard
 * deviation, by the delta method: where the groups that gain most make both large, it varies less than 1.
 */
function byBootstrap(
  contrast: Contrast,
  { labelled: { labels, groups }, options: { clip } }: VariantSamples,
  name: VideoMetricName,
): TestOfScores {
  const clusters = clustersOf(groups);
  const { prepareClusters, direction } = METRICS[name];
  const metricOf = ({ probabilities, decision }: ScoredVariant) =>
    prepareClusters({ labels, probabilities, clusters }, { decision, clip });
  const sign = direction === "higher" ? 1 : -1;
  return (scored) => {
    const terms = contrast.flatMap(({ variant, coefficient }) => {
      const metric = metricOf(scored[variant]!);
      return isSumMetric(metric) ? [{ metric, coefficient: sign * coefficient }] : [];
    });
    const { value, influences } = valueAndInfluences(sumContrast(terms), clusters.count);
    const { error, spread } = studentSpread(value, influences);
    const { critical, power } = quantilesOf(clusters.count);
    const isFound = value > 0 && value >= (critical + power * spread) * error;
    return { value, error, isFound };
  };
}

/** The critical value of Student's t and the quantile of the power, widened for few groups as the bootstrap-t is. */
function quantilesOf(groups: number): { readonly critical: number; readonly power: number } {
  const degrees = groups - 1;
  const widening = groups / degrees;
  return {
    critical: widening * studentQuantile(0.975, degrees),
    power: widening * studentQuantile(POWER, degrees),
  };
}

/** The standard error of a value, and the standard deviation of value / standard error by the delta method. */
function studentSpread(value: number, influences: Float64Array) {
  const count = influences.length;
  const squares = influences.reduce((sum, z) => sum + z * z, 0);
  const error = Math.sqrt(squares * count / (count - 1));
  const ofRatio = influences.map((z) =>
    z / error - value * (z * z - squares / count) / (2 * squares * error)
  );
  const spread = Math.sqrt(count / (count - 1) * ofRatio.reduce((sum, z) => sum + z * z, 0));
  return { error, spread };
}

/**
 * The swap test rejects a sum Σ e of the groups' effects that exceeds c · √(Σ e²), c being that of Student's t. How often
 * it does is the share of bootstrap samples of the groups in which it does.
 */
function bySwaps(
  contrast: Contrast,
  { labelled, groups, options: { seed } }: VariantSamples,
): TestOfScores | null {
  if (new Set(labelled.labels).size < 2) return null;
  const degrees = groups - 1;
  const { critical: t } = quantilesOf(groups);
  const critical = Math.sqrt(groups * t * t / (degrees + t * t));
  const draws = Array.from(
    clusterDraws(groups, { draws: POWER_DRAWS, seed }),
    (weights) => weights.slice(),
  );
  return (scored) => {
    const effects = signedEffects(contrastPairs(contrast, scored), labelled);
    const { value, error } = sumAndError(effects);
    const found = draws.filter((weights) => isRejected(effects, { weights, critical })).length;
    return { value, error, isFound: found >= POWER * draws.length };
  };
}

function sumAndError(effects: Float64Array): Pick<Improved, "value" | "error"> {
  const groups = effects.length;
  const value = effects.reduce((sum, e) => sum + e, 0);
  const squares = effects.reduce((sum, e) => sum + (e - value / groups) ** 2, 0);
  return { value, error: Math.sqrt(groups / (groups - 1) * squares) };
}

/** Whether the swap test would call a sample of the groups better. */
function isRejected(
  effects: Float64Array,
  { weights, critical }: { readonly weights: Weights; readonly critical: number },
): boolean {
  let [sum, squares] = [0, 0];
  for (let group = 0; group < effects.length; group++) {
    const effect = effects[group]!, weight = weights[group]!;
    sum += weight * effect;
    squares += weight * effect * effect;
  }
  return squares > 0 && sum >= critical * Math.sqrt(squares);
}

/** Scores whose logits are shifted towards the truth; those of exactly 0 or 1 count as clipped. */
function shifted(
  { probabilities, decision }: ScoredVariant,
  { labels }: LabelledVideos,
  { shift, clip }: { readonly shift: number; readonly clip: number },
): ScoredVariant {
  if (shift === 0) return { probabilities, decision };
  const moved = probabilities.map((p, k) => {
    const kept = Math.min(1 - clip, Math.max(clip, p));
    const logit = Math.log(kept / (1 - kept)) + (labels[k] === 1 ? shift : -shift);
    return 1 / (1 + Math.exp(-logit));
  });
  return { decision, probabilities: moved };
}
