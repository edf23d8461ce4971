import type { Ends } from "./bootstrap_interval.ts";
import { meanOf } from "./sample_deviation.ts";
import { studentQuantile } from "./student_quantile.ts";

/** A transformation under which an estimate is closer to normal, and whose inverse never leaves its range. */
export interface Scale {
  to(value: number): number;
  from(place: number): number;
  /** Derivative of `to`. */
  slope(value: number): number;
}

/** For values above 0. */
export const LOG_SCALE: Scale = { to: Math.log, from: Math.exp, slope: (value) => 1 / value };

/** For values in (0, 1). */
export const LOGIT_SCALE: Scale = {
  to: (value) => Math.log(value / (1 - value)),
  from: (place) => 1 / (1 + Math.exp(-place)),
  slope: (value) => 1 / (value * (1 - value)),
};

/** An estimate with what it is without each part of the clusters. */
export interface JackknifeFacts {
  readonly estimate: number;
  /** At least two values: the estimate without each part of `leaveOneOut`. */
  readonly without: readonly number[];
  /** Number of clusters, at least 2. */
  readonly clusters: number;
  /**
   * Standard error of the estimate from samples, used where a part is several clusters: parts of clusters in some
   * order of the data may differ less, or more, than by chance. `null`: each part is one cluster.
   */
  readonly sampledError: number | null;
}

/**
 * Fewest degrees of freedom. With fewer, a single cluster that makes most of the variance would give ends that are
 * of no use to anyone (a log loss between 0.001 and 300).
 */
const FEWEST_FOR_LOSSES = 3, FEWEST_FOR_SHARES = 5;

/**
 * Computes a 95 % CI of a mean loss without an upper bound: Student's t on a scale, with the jackknife's standard error
 * of the estimate on that scale. Losses are skewed: a few clusters make most of their variance, which is then itself
 * estimated from these few, so that the degrees of freedom are fewer than the clusters.
 * Sources: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 11 (jackknife); Satterthwaite,
 * Biometrics Bulletin 2, 1946 (degrees of freedom that match how much the estimated variance varies). Constants chosen
 * by simulation.
 */
export function lossEnds(facts: JackknifeFacts, scale: Scale): Ends {
  const scaled = facts.without.map(scale.to);
  const influences = scaled.every(Number.isFinite) ? deviations(scaled) : slopes(facts, scale);
  return endsOf(influences, { ...facts, scale, degrees: lossDegrees(influences) });
}

/** Computes the same for a loss with a lower and an upper bound: with the jackknife's error times the scale's slope. */
export function boundedLossEnds(facts: JackknifeFacts, scale: Scale): Ends {
  const influences = slopes(facts, scale);
  return endsOf(influences, { ...facts, scale, degrees: lossDegrees(influences) });
}

/**
 * Computes the same for a share, or for what is bounded like one. It may be 0 or 1 without one of the clusters.
 * @param facts whose estimate is inside the scale's range
 */
export function shareEnds(facts: JackknifeFacts, scale: Scale): Ends {
  const influences = slopes(facts, scale);
  return endsOf(influences, { ...facts, scale, degrees: shareDegrees(influences) });
}

/** Satterthwaite's degrees of freedom are 2 n/(κ − 1) for kurtosis κ; few clusters show too small a kurtosis. */
function lossDegrees(influences: readonly number[]): number {
  return Math.max(FEWEST_FOR_LOSSES, 2 * effectiveNumber(influences) - 1);
}

function shareDegrees(influences: readonly number[]): number {
  const excess = influences.length / effectiveNumber(influences) - 1;
  return Math.max(FEWEST_FOR_SHARES, excess > 0 ? 2 * influences.length / excess : Infinity);
}

function endsOf(
  influences: readonly number[],
  { estimate, clusters, sampledError, scale, degrees }: JackknifeFacts & {
    readonly scale: Scale;
    readonly degrees: number;
  },
): Ends {
  const parts = influences.length;
  const squares = influences.reduce((sum, influence) => sum + influence ** 2, 0);
  if (squares === 0) return [estimate, estimate];
  const most = Math.min(clusters, parts) - 1;
  const error = sampledError === null
    ? Math.sqrt((parts - 1) / parts * squares)
    : sampledError * scale.slope(estimate);
  const half = error * quantileOf(Math.min(most, degrees));
  const place = scale.to(estimate);
  // The way to the scale and back may cost a last digit.
  return [
    Math.min(estimate, scale.from(place - half)),
    Math.max(estimate, scale.from(place + half)),
  ];
}

/** 97.5 % point of Student's t, between whole degrees of freedom linear in their reciprocal. */
function quantileOf(degrees: number): number {
  const below = Math.floor(degrees);
  const low = studentQuantile(0.975, below);
  if (below === degrees) return low;
  const share = (1 / below - 1 / degrees) / (1 / below - 1 / (below + 1));
  return low + share * (studentQuantile(0.975, below + 1) - low);
}

/** Number of equal influences whose sum of squares would vary as much: all if equal, one if one is all there is. */
function effectiveNumber(influences: readonly number[]): number {
  const largest = influences.reduce((most, influence) => Math.max(most, Math.abs(influence)), 0);
  if (largest === 0) return influences.length;
  let [squares, fourths] = [0, 0];
  for (const influence of influences) {
    const square = (influence / largest) ** 2;
    squares += square;
    fourths += square ** 2;
  }
  return squares ** 2 / fourths;
}

function slopes({ estimate, without }: JackknifeFacts, scale: Scale): readonly number[] {
  const slope = scale.slope(estimate);
  return deviations(without).map((deviation) => slope * deviation);
}

/** The mean minus each value: the influence of the omitted part. */
function deviations(values: readonly number[]): readonly number[] {
  const mean = meanOf(values);
  return values.map((value) => mean - value);
}
