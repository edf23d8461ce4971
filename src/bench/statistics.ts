import type {
  BenchCase,
  BenchGrowth,
  BenchMemory,
  BenchRatio,
  MeasuredCase,
  MeasuredGrowth,
  MeasuredRatio,
  MemorySeries,
  RatioReading,
  Spread,
} from "./result.ts";
import {
  computeWidenedReach,
  percentileEnds,
} from "../base/numeric/statistics/bootstrap_interval.ts";
import { quantile } from "../base/numeric/statistics/quantile.ts";
import { seededRandom } from "../base/numeric/statistics/seeded_random.ts";
import { meanOf } from "../base/numeric/statistics/sample_deviation.ts";

/** Resamples of a median. */
const DRAWS = 2000;

/** Least number of rounds for 95 % coverage of the median: with five it is 1 − 2·0.5⁵, 94 %. */
const LEAST_ROUNDS = 6;

/** Distance of Tukey's fences from the quartiles, interquartile ranges. */
const FENCE = 1.5;

/** Computes a case's statistics. @throws RangeError for no samples */
export function benchCase(measured: MeasuredCase): BenchCase {
  const { samplesMs, cpuMs, parts } = measured;
  return {
    ...measured,
    median: medianSpread(samplesMs),
    medianCpuMs: median(cpuMs),
    noise: relativeDeviation(samplesMs),
    outliers: outliersOf(samplesMs),
    partMedians: Object.fromEntries(
      Object.entries(parts).map(([name, values]) => [name, median(values)]),
    ),
  };
}

/** Median of the rounds' ratios, in which disturbances of a whole round cancel out. */
export function pairedRatio({ name, wall, cpu, predicted, limit }: MeasuredRatio): BenchRatio {
  const ratio = medianSpread(quotients(wall));
  const cpuRatio = cpu === null ? null : median(quotients(cpu));
  return { name, ratio, reading: readingOf(ratio), cpuRatio, predicted, limit };
}

/**
 * Ratio of the medians of two runs without common rounds, which are resampled independently. It is not judged: the
 * rounds of a session tell nothing of how much sessions differ.
 */
export function unpairedRatio(now: MeasuredCase, earlier: MeasuredCase): BenchRatio {
  const value = median(now.samplesMs) / median(earlier.samplesMs);
  const rounds = Math.min(now.samplesMs.length, earlier.samplesMs.length);
  let ratio: Spread = { value, low: null, high: null };
  let reading: RatioReading = "unknown";
  if (rounds >= LEAST_ROUNDS) {
    const above = medianDraws(now.samplesMs, 1);
    const below = medianDraws(earlier.samplesMs, 2);
    const [low, high] = percentileEnds(
      above.map((time, k) => time / below[k]!).sort(),
      computeWidenedReach(rounds),
    );
    ratio = { value, low, high };
    reading = "not judged";
  }
  const cpuRatio = median(now.cpuMs) / median(earlier.cpuMs);
  return {
    name: now.name,
    ratio,
    reading,
    cpuRatio: Number.isFinite(cpuRatio) ? cpuRatio : null,
    predicted: null,
    limit: null,
  };
}

/** Fits `ms = c · size^exponent` by least squares on logarithms. */
export function growthOf({ name, by, points }: MeasuredGrowth): BenchGrowth {
  const medians = points.map(({ size, samplesMs, cpuMs }) => ({
    size,
    medianMs: median(samplesMs),
    medianCpuMs: median(cpuMs),
  }));
  const sizes = medians.map(({ size }) => size);
  return {
    name,
    by,
    points: medians,
    exponent: exponentOf(sizes, medians.map(({ medianMs }) => medianMs)),
    cpuExponent: exponentOf(sizes, medians.map(({ medianCpuMs }) => medianCpuMs)),
  };
}

/** Growth of the peak after it settled. */
export function memoryGrowth(series: MemorySeries): BenchMemory {
  const settled = series.points.find(({ count }) => count >= series.settledAt) ?? series.points[0]!;
  return { ...series, growth: series.points.at(-1)!.peakBytes / settled.peakBytes };
}

/** The median with its expanded percentile interval. */
export function medianSpread(samples: readonly number[]): Spread {
  const value = median(samples);
  if (samples.length < LEAST_ROUNDS) return { value, low: null, high: null };
  const [low, high] = percentileEnds(
    medianDraws(samples, 1).sort(),
    computeWidenedReach(samples.length),
  );
  return { value, low, high };
}

/** Samples beyond 1.5 interquartile ranges from the quartiles (Tukey 1977). */
export function outliersOf(samples: readonly number[]): number {
  const sorted = Float64Array.from(samples).sort();
  const [low, high] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const reach = FENCE * (high - low);
  return samples.filter((value) => value < low - reach || value > high + reach).length;
}

/** Median absolute deviation from the median, as a share of it; 0 where the median is 0. */
export function relativeDeviation(samples: readonly number[]): number {
  const centre = median(samples);
  return centre === 0 ? 0 : median(samples.map((value) => Math.abs(value - centre))) / centre;
}

function median(values: readonly number[]): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

/** Medians of bootstrap samples, unsorted. */
function medianDraws(samples: readonly number[], seed: number): Float64Array {
  const below = seededRandom(seed);
  const drawn = new Float64Array(samples.length);
  return Float64Array.from({ length: DRAWS }, () => {
    for (let k = 0; k < drawn.length; k++) drawn[k] = samples[below(samples.length)]!;
    return quantile(drawn.sort(), 0.5);
  });
}

function quotients({ numerator, denominator }: MeasuredRatio["wall"]): number[] {
  return numerator.map((value, round) => value / denominator[round]!);
}

function readingOf({ low, high }: Spread): RatioReading {
  if (low === null || high === null) return "unknown";
  return low > 1 ? "more" : high < 1 ? "less" : "no difference";
}

function exponentOf(sizes: readonly number[], times: readonly number[]): number | null {
  if (new Set(sizes).size < 2 || times.some((time) => time <= 0)) return null;
  const x = sizes.map(Math.log);
  const y = times.map(Math.log);
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const covariance = x.reduce((sum, value, k) => sum + (value - meanX) * (y[k]! - meanY), 0);
  return covariance / x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
}
