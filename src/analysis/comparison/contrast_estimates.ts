import type { PairedMethod, PairedTest, SwapTest } from "../../records/comparison.ts";
import { type Estimate, type Interval } from "../../records/metric_value.ts";
import { noInterval } from "../../metrics/cluster_bootstrap.ts";
import { type SampledMetric, sampledSum } from "../../metrics/cluster_samples.ts";
import { type MetricRange, metricRange } from "../../metrics/metric_range.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import { sampleDeviation } from "../../base/numeric/statistics/sample_deviation.ts";
import {
  studentQuantile,
  studentTwoSided,
} from "../../base/numeric/statistics/student_quantile.ts";
import { type BootstrapT, LEVEL } from "../../base/numeric/statistics/bootstrap_t.ts";
import { type VariantSamples, whyNotDrawn } from "../summary/variant_samples.ts";
import { isCompared } from "./compared_metrics.ts";
import { type Contrast, contrastPairs } from "./contrast.ts";
import { drawsFor } from "./draws_for.ts";
import { isStudentised, studentisedContrasts } from "./studentised_contrasts.ts";
import { SWAP_DEFAULTS, type SwapDistribution, swapDistributions } from "./swap_test.ts";

/** A contrast of variants, tested by the method that also gives its interval. */
export interface PairedEstimate {
  /** With the 95 % CI. */
  readonly estimate: Estimate;
  readonly test: PairedTest;
}

/** A contrast of variants with the swap test beside the paired test. */
export interface ContrastEstimate extends PairedEstimate {
  readonly swapTest: SwapTest;
}

/** Numbers up to this size are nothing but rounding. */
const ROUNDING = 1e-11;

/** Share of the samples in which a metric must have a value. */
const FEWEST_VALUES = 0.95;

/**
 * Estimates contrasts of variants' metrics and tests whether they differ from 0. Means over videos, such as log loss, have
 * the bootstrap-t; AUC, and contrasts in which too few groups differ for the bootstrap, have the swap test turned round:
 * the interval reaches as far as swapped differences do. Other metrics, on which nothing is decided, have Student's t. Intervals are cut to what can occur. Equal
 * scores have p 1 and the interval [0, 0].
 */
export function pairedEstimates(
  contrasts: readonly Contrast[],
  samples: VariantSamples,
  name: VideoMetricName,
): readonly PairedEstimate[] {
  const method = methodOf(name);
  const all = contrasts.map((contrast) => sampledContrast(contrast, samples, name));
  const reason = whyNotDrawn(samples, name);
  const tested = reason !== null
    ? []
    : method === "student"
    ? all.map((sampled) => byStudent(sampled, samples.groups))
    : testedContrasts(contrasts, samples, name);
  return contrasts.map((contrast, k): PairedEstimate => {
    const { own } = all[k]!;
    const test = tested[k] ?? null;
    if (own.value === null || test === null) {
      const why = own.reason ?? reason ?? "it was not tested";
      return {
        estimate: { ...own, interval: noInterval(why), n: samples.videos },
        test: { method, p: null, reason: why },
      };
    }
    const interval = intervalOf(test, possibleValues(contrast, samples, name));
    return {
      estimate: { ...own, interval, n: samples.videos },
      test: { method: test.method, p: test.p, reason: null },
    };
  });
}

function methodOf(name: VideoMetricName): PairedMethod {
  return name === "auc" ? "swap" : isStudentised(name) ? "bootstrap-t" : "student";
}

/** Student's t with the standard error of the samples that all metrics share; `null`: a value or a spread is missing. */
function byStudent({ own, drawn }: SampledMetric, groups: number): Tested | null {
  const values = Array.from(drawn).filter((value) => !Number.isNaN(value));
  if (own.value === null || values.length < FEWEST_VALUES * drawn.length) return null;
  const error = Math.sqrt(groups / (groups - 1)) * sampleDeviation(values);
  if (error <= ROUNDING) {
    return Math.abs(own.value) > ROUNDING
      ? null
      : { method: "student", p: 1, estimate: 0, below: 0, above: 0 };
  }
  const reach = error * studentQuantile(1 - LEVEL / 2, groups - 1);
  const p = studentTwoSided(own.value / error, groups - 1);
  return { method: "student", p, estimate: own.value, below: reach, above: reach };
}

/** The same with the swap test of each contrast beside it. */
export function estimateContrasts(
  contrasts: readonly Contrast[],
  samples: VariantSamples,
  name: VideoMetricName,
): readonly ContrastEstimate[] {
  const swaps = swapsOf(contrasts, samples, name);
  return pairedEstimates(contrasts, samples, name)
    .map((paired, k) => ({ ...paired, swapTest: swaps[k]!.test }));
}

/** A test with its interval, before it is cut. */
interface Tested extends BootstrapT {
  readonly method: PairedTest["method"];
}

/** Tests contrasts by the metric's method, those that it does not fit by swaps; `null`: without a value. */
function testedContrasts(
  contrasts: readonly Contrast[],
  samples: VariantSamples,
  name: VideoMetricName,
): readonly (Tested | null)[] {
  const first = isStudentised(name) ? studentisedContrasts(contrasts, samples, name) : [];
  const rest = contrasts.filter((_, k) => !first[k]);
  const swaps = swapsOf(rest, samples, name);
  let place = 0;
  return contrasts.map((_, k) => {
    const studentised = first[k];
    return studentised ? { ...studentised, method: "bootstrap-t" } : bySwaps(swaps[place++]!);
  });
}

function swapsOf(
  contrasts: readonly Contrast[],
  { scored, labelled, options, groups }: VariantSamples,
  name: VideoMetricName,
): readonly SwapDistribution[] {
  return swapDistributions(
    name,
    contrasts.map((contrast) => contrastPairs(contrast, scored)),
    {
      ...options,
      videos: labelled,
      swaps: isCompared(name)
        ? drawsFor({
          ...{ comparisons: contrasts.length, differences: contrasts.length, groups },
          ...options,
          draws: SWAP_DEFAULTS.swaps,
        })
        : SWAP_DEFAULTS.swaps,
      seed: SWAP_DEFAULTS.seed,
    },
  );
}

/** The swap test turned round. */
function bySwaps({ test: { pTwoSided: p }, observed, reach }: SwapDistribution): Tested | null {
  if (p === null || observed === null || reach === null) return null;
  return { method: "swap", p, estimate: observed, below: reach, above: reach };
}

/** The interval of a test, cut to what can occur; with p above 0.05 rounding does not push 0 out. */
function intervalOf({ p, estimate, below, above }: Tested, [least, most]: MetricRange): Interval {
  const holdsZero = p > LEVEL;
  const around = holdsZero ? 0 : estimate;
  const plain = (end: number) => holdsZero && Math.abs(end) <= ROUNDING ? 0 : end;
  const low = Math.max(least, Math.min(around, plain(estimate - below)));
  const high = Math.min(most, Math.max(around, plain(estimate + above)));
  return { low, high, reason: null };
}

/** The values that a contrast can have if what counts negatively in it stays as it is. */
function possibleValues(
  contrast: Contrast,
  { variants, options }: VariantSamples,
  name: VideoMetricName,
): MetricRange {
  const [least, most] = metricRange(METRICS[name], options);
  let [weight, fixed] = [0, 0];
  for (const { variant, coefficient } of contrast) {
    if (coefficient > 0) weight += coefficient;
    else fixed += coefficient * (variants[variant]![name].own.value ?? NaN);
  }
  return [weight * least + fixed, weight * most + fixed];
}

function sampledContrast(
  contrast: Contrast,
  { variants }: VariantSamples,
  name: VideoMetricName,
): SampledMetric {
  return sampledSum(contrast.map(({ variant, coefficient }) => ({
    metric: variants[variant]![name],
    coefficient,
  })));
}
