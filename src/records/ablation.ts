import type { JudgedDifference } from "./comparison.ts";
import type { JsonValue, Settings } from "./manifest.ts";
import type { Estimate, MetricValue } from "./metric_value.ts";

/**
 * The effect of one value of a parameter on a metric, averaged over the other parameters. The effects on a metric are
 * the comparisons that are made together.
 */
export interface MainEffect extends JudgedDifference {
  readonly parameter: string;
  readonly value: JsonValue;
  /** The reference value. */
  readonly reference: JsonValue;
  /** Number of settings of the other parameters that were run with both values, which are averaged over. */
  readonly settings: number;
  /** The metric with this value, averaged over those settings. */
  readonly mean: MetricValue;
  /** The metric with the reference value, averaged over the same settings. */
  readonly referenceMean: MetricValue;
  /** `mean` minus `referenceMean`, paired by setting and video, with its 95 % CI. */
  readonly effect: Estimate;
}

/** One of the two sides of an interaction. */
export interface FactorChange {
  readonly parameter: string;
  readonly value: JsonValue;
  readonly reference: JsonValue;
}

/**
 * An interaction: the joint effect of two changes minus the sum of their effects. The interactions of a metric are the
 * comparisons that are made together; `better` and `worse` compare the joint effect with that sum.
 */
export interface Interaction extends JudgedDifference {
  readonly factors: readonly [FactorChange, FactorChange];
  /** Settings of the other parameters that were run with all four combinations. */
  readonly settings: number;
  /** Both changed − first alone − second alone + neither, with its 95 % CI. */
  readonly effect: Estimate;
}

/** One setting run with several seeds. */
export interface SeedSpread {
  /** The varied parameters without the seed. */
  readonly settings: Settings;
  /** Places of the variants that were run with it. */
  readonly variants: readonly number[];
  readonly mean: MetricValue;
  /** Standard deviation over the seeds (n − 1). */
  readonly deviation: MetricValue;
  /** Largest difference between two seeds. */
  readonly range: MetricValue;
}

/** Dependence of one metric on the parameters that a run varied. */
export interface Ablation {
  /** The metric's name. */
  readonly metric: string;
  /** Sorted by parameter and value. */
  readonly effects: readonly MainEffect[];
  /** Significant ones first, then by size; not always all. */
  readonly interactions: readonly Interaction[];
  /** Number of interactions that were computed. */
  readonly interactionsTried: number;
  readonly spreads: readonly SeedSpread[];
}
