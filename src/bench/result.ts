import type { ManifestHost, ManifestVersions } from "../records/manifest.ts";
import type { Provider } from "../records/provider.ts";

/** Subjects of `bench`. */
export const BENCH_SUBJECTS = [
  "variants",
  "stages",
  "sharing",
  "scale",
  "memory",
  "limits",
] as const;
export type BenchSubject = (typeof BENCH_SUBJECTS)[number];

/** Measurements of one case, round by round. */
export interface MeasuredCase {
  readonly name: string;
  /** Unit that times are per, such as `video`. */
  readonly per: string;
  /** Wall time of each round, milliseconds; at least one. */
  readonly samplesMs: readonly number[];
  /** CPU time of this process with all its threads, without ffmpeg, milliseconds. */
  readonly cpuMs: readonly number[];
  /** Parts of the wall time by name, milliseconds of each round. */
  readonly parts: Readonly<Record<string, readonly number[]>>;
}

/** Ratio of two times of the same rounds. */
export interface MeasuredRatio {
  readonly name: string;
  /** Milliseconds, round by round. */
  readonly wall: RatioSides;
  /** CPU milliseconds, round by round; `null`: not comparable. */
  readonly cpu: RatioSides | null;
  /** The ratio predicted from the plan's cost; `null`: none. */
  readonly predicted: number | null;
  /** Upper limit of the ratio; `null`: none. */
  readonly limit: number | null;
}

export interface RatioSides {
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
}

/** Growth of a time with a size. */
export interface MeasuredGrowth {
  readonly name: string;
  /** The size that grows, such as `videos`. */
  readonly by: string;
  readonly points: readonly GrowthPoint[];
}

export interface GrowthPoint {
  readonly size: number;
  /** Milliseconds of each round. */
  readonly samplesMs: readonly number[];
  /** CPU milliseconds of each round. */
  readonly cpuMs: readonly number[];
}

/** Memory over the course of work. */
export interface MemorySeries {
  readonly name: string;
  /** The unit counted, such as `videos`. */
  readonly by: string;
  /** Peak resident memory of the process after each count, ascending. */
  readonly points: readonly { readonly count: number; readonly peakBytes: number }[];
  /** Points before this count are warm-up. */
  readonly settledAt: number;
  /** Upper limit of the last peak, as a multiple of the settled one. */
  readonly limit: number;
}

/** Rate of work, with the rate that limits it. */
export interface MeasuredRate {
  readonly name: string;
  /** Unit of work, such as `GMAC`. */
  readonly unit: string;
  /** Unit that times are per, such as `video`. */
  readonly per: string;
  /** Units of work in each sample, round by round. */
  readonly work: readonly number[];
  /** Wall time of each round, milliseconds. */
  readonly samplesMs: readonly number[];
  /** An upper bound of the rate, in the same unit and rounds; `null`: this is one. */
  readonly limit: Pick<MeasuredRate, "name" | "work" | "samplesMs"> | null;
}

/** Spenders of a part of the time. */
export const SPENDERS = ["ffmpeg", "ONNX Runtime", "pixel kernels", "overhead"] as const;
export type Spender = (typeof SPENDERS)[number];

/** Breakdown of a time. */
export interface MeasuredBreakdown {
  readonly name: string;
  /** Unit that times are per, such as `video`. */
  readonly per: string;
  /** Listed in the order of the work; they add up to the wall time of each round. */
  readonly parts: readonly MeasuredPart[];
  /** Share of the wall time that overhead may take. */
  readonly mostOverhead: number;
}

export interface MeasuredPart {
  readonly name: string;
  readonly spender: Spender;
  /** Milliseconds of each round. */
  readonly samplesMs: readonly number[];
}

/** All measurements, before statistics. */
export interface Measurements {
  /** Description of one sample, a phrase. */
  readonly what: string;
  readonly rounds: number;
  readonly cases: readonly MeasuredCase[];
  readonly ratios: readonly MeasuredRatio[];
  readonly growths: readonly MeasuredGrowth[];
  readonly memory: readonly MemorySeries[];
  readonly rates: readonly MeasuredRate[];
  readonly breakdowns: readonly MeasuredBreakdown[];
  /** Remarks for the reader, one sentence each. */
  readonly remarks: readonly string[];
}

/** A value and its 95 % bootstrap interval; `null` ends: too few rounds for one. */
export interface Spread {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface BenchCase extends MeasuredCase {
  /** Milliseconds. */
  readonly median: Spread;
  /** Milliseconds. */
  readonly medianCpuMs: number;
  /** Median absolute deviation as a share of the median. */
  readonly noise: number;
  /** Samples beyond Tukey's fences. */
  readonly outliers: number;
  /** Median of each part, milliseconds. */
  readonly partMedians: Readonly<Record<string, number>>;
}

/**
 * Interpretation of a ratio. `unknown`: too few rounds; `not judged`: of two sessions, whose variation from session to
 * session is not measured.
 */
export type RatioReading = "more" | "less" | "no difference" | "unknown" | "not judged";

export interface BenchRatio {
  readonly name: string;
  /** Median of the rounds' ratios. */
  readonly ratio: Spread;
  readonly reading: RatioReading;
  /** The same of CPU time; `null`: not comparable. */
  readonly cpuRatio: number | null;
  readonly predicted: number | null;
  readonly limit: number | null;
}

export interface BenchGrowth {
  readonly name: string;
  readonly by: string;
  readonly points: readonly {
    readonly size: number;
    readonly medianMs: number;
    readonly medianCpuMs: number;
  }[];
  /** Wall time grows as size to this power, by least squares on logarithms; `null`: one size only. */
  readonly exponent: number | null;
  /** The same of CPU time, which other programs disturb less. */
  readonly cpuExponent: number | null;
}

export interface BenchMemory extends MemorySeries {
  /** Last peak over the settled one. */
  readonly growth: number;
}

export interface BenchRate {
  readonly name: string;
  readonly unit: string;
  readonly per: string;
  /** Median of the rounds, units. */
  readonly work: number;
  /** Milliseconds. */
  readonly medianMs: number;
  /** Units per second. */
  readonly perSecond: Spread;
  /** Share of the upper bound, paired within rounds; `null`: this is an upper bound. */
  readonly limit: { readonly name: string; readonly share: Spread } | null;
}

export interface BenchBreakdown {
  readonly name: string;
  readonly per: string;
  /** Means over the rounds, which add up to the whole, unlike medians. */
  readonly parts: readonly BenchPart[];
  readonly spenders: readonly BenchPart[];
  /** Mean wall time, milliseconds. */
  readonly wallMs: number;
  readonly mostOverhead: number;
}

export interface BenchPart {
  readonly name: string;
  readonly spender: Spender;
  readonly meanMs: number;
  /** Share of the wall time, 0 … 1. */
  readonly share: number;
}

/** Facts that decide whether two results are comparable. */
export interface BenchMachine extends ManifestHost {
  readonly provider: Provider;
  /** `null`: the CPU. */
  readonly device: string | null;
  readonly threadsPerSession: number;
}

export interface BenchOptions {
  /** Least number of rounds. */
  readonly repeats: number;
  /** Least time of each case, seconds. */
  readonly seconds: number;
  /** Runs of each case before the first round. */
  readonly warmUps: number;
  /** Seed of the random order within rounds. */
  readonly seed: number;
}

/** Load of other programs on the machine's cores while nothing was measured, 0 … 1. */
export interface BenchLoad {
  readonly before: number;
  readonly after: number;
}

/** Comparison with an earlier result. */
export interface BenchEarlier {
  readonly startedAt: string;
  readonly assay: string | null;
  /** This result's time over the earlier one's, one for each case that both have. */
  readonly ratios: readonly BenchRatio[];
  /** Cases that only one of the results has. */
  readonly unmatched: readonly string[];
}

/** A finished benchmark: `bench.json`. */
export interface BenchResult {
  readonly schemaVersion: 1;
  readonly subject: BenchSubject;
  readonly command: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly machine: BenchMachine;
  readonly versions: ManifestVersions;
  readonly options: BenchOptions;
  readonly load: BenchLoad;
  readonly what: string;
  readonly rounds: number;
  readonly cases: readonly BenchCase[];
  readonly ratios: readonly BenchRatio[];
  readonly growths: readonly BenchGrowth[];
  readonly memory: readonly BenchMemory[];
  readonly rates: readonly BenchRate[];
  readonly breakdowns: readonly BenchBreakdown[];
  readonly earlier: BenchEarlier | null;
  /** Remarks on how it was measured, one sentence each. */
  readonly remarks: readonly string[];
  /** Warnings about unreliable times and exceeded limits, one sentence each. */
  readonly warnings: readonly string[];
}
