import type { BenchCase, BenchLoad, BenchMemory, BenchRatio } from "./result.ts";
import { counted } from "../base/text/counted.ts";

/** CPU load of other programs above which times are unreliable. */
const MOST_LOAD = 0.1;
/** Median absolute deviation, as a share of the median, above which a case is noisy. */
const MOST_NOISE = 0.05;
/** Share of outliers above which there is a warning. */
const MOST_OUTLIERS = 0.1;

/** Warnings about unreliable times and exceeded limits, one sentence each. */
export function benchWarnings(
  { cases, ratios, memory, load }: {
    readonly cases: readonly BenchCase[];
    readonly ratios: readonly BenchRatio[];
    readonly memory: readonly BenchMemory[];
    readonly load: BenchLoad;
  },
): string[] {
  return [
    ...loadWarnings(load),
    ...noiseWarnings(cases),
    ...cases.filter(({ outliers, samplesMs }) => outliers > MOST_OUTLIERS * samplesMs.length)
      .map(({ name, outliers, samplesMs }) =>
        `${name}: ${outliers} of ${counted(samplesMs.length, "sample")} ${
          outliers === 1 ? "is an outlier" : "are outliers"
        }.`
      ),
    ...ratios.flatMap(({ name, ratio, limit }) =>
      limit !== null && ratio.value > limit
        ? [`${name}: ${ratio.value.toFixed(2)} is above the limit of ${limit}.`]
        : []
    ),
    ...memory.filter(({ growth, limit }) => growth > limit)
      .map(({ name, growth, limit }) =>
        `${name}: memory grew by a factor of ${growth.toFixed(2)}, above the limit of ${limit}.`
      ),
  ];
}

function loadWarnings({ before, after }: BenchLoad): string[] {
  const worst = Math.max(before, after);
  if (worst <= MOST_LOAD) return [];
  const share = `${Math.round(100 * worst)} %`;
  return [
    `CPU load of other programs was ${share}: rely on ratios within this result, not on times.`,
  ];
}

function noiseWarnings(cases: readonly BenchCase[]): string[] {
  const noisy = cases.filter(({ noise }) => noise > MOST_NOISE);
  if (noisy.length === 0) return [];
  const worst = noisy.reduce((a, b) => (b.noise > a.noise ? b : a));
  return [
    `${noisy.length} of ${counted(cases.length, "case")} ${
      noisy.length === 1 ? "is" : "are"
    } noisy, ${worst.name} most ` +
    `(typically ±${
      Math.round(100 * worst.noise)
    } %): repeat on a quiet machine or raise --repeats.`,
  ];
}
