import type { ManifestHost, ManifestVersions } from "../records/manifest.ts";
import type { Provider } from "../records/provider.ts";

/** What `bench` can measure. */
export const BENCH_SUBJECTS = [
  "variants",
  "stages",
  "sharing",
  "scale",
  "memory",
  "limits",
] as const;
export type BenchSubject = (typeof BENCH_SUBJECTS)[number];

/** What was measured of one case, round by round. */
export interface MeasuredCase {
  readonly name: string;
  /** What a sample is the time of, such as `video`. */
  readonly per: string;
  /** Wall time of each round, milliseconds; at least one. */
  readonly samplesMs: readonly number[];
  /** CPU time of this process with all its threads, milliseconds; ffmpeg's is its own. */
  readonly cpuMs: readonly number[];
  /** Where the wall time went, by name: milliseconds of each round. */
  readonly parts: Readonly<Record<string, readonly number[]>>;
}

/** Two times of the same rounds that are set against each other. */
export interface MeasuredRatio {
  readonly name: string;
  /** Milliseconds, round by round. */
  readonly wall: RatioSides;
  /** CPU milliseconds, round by round; `null`: not comparable. */
  readonly cpu: RatioSides | null;
  /** What the plan's cost says the ratio is; `null`: it was not asked. */
  readonly predicted: number | null;
  /** What the ratio may come to at most; `null`: nothing was promised. */
  readonly limit: number | null;
}

export interface RatioSides {
  readonly numerator: readonly number[];
  readonly denominator: readonly number[];
}

/** How a time grows with a size. */
export interface MeasuredGrowth {
  readonly name: string;
  /** What grows, such as `videos`. */
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

/** Memory while work goes on. */
export interface MemorySeries {
  readonly name: string;
  /** What is counted, such as `videos`. */
  readonly by: string;
  /** Peak resident memory of the process after so many, ascending. */
  readonly points: readonly { readonly count: number; readonly peakBytes: number }[];
  /** Points before this count are warm-up. */
  readonly settledAt: number;
  /** What the last peak may be at most, as a multiple of the settled one. */
  readonly limit: number;
}

/** Work of known size, and the most that could be done of it in the time. */
export interface MeasuredRate {
  readonly name: string;
  /** What the work is counted in, such as `GMAC`. */
  readonly unit: string;
  /** What a sample is the time of, such as `video`. */
  readonly per: string;
  /** Units of work in each sample, round by round. */
  readonly work: readonly number[];
  /** Wall time of each round, milliseconds. */
  readonly samplesMs: readonly number[];
  /** A rate of the same unit and rounds that cannot be passed; `null`: this is one. */
  readonly limit: Pick<MeasuredRate, "name" | "work" | "samplesMs"> | null;
}

/** Who spends a part of the time. */
export const SPENDERS = ["ffmpeg", "ONNX Runtime", "pixel kernels", "overhead"] as const;
export type Spender = (typeof SPENDERS)[number];

/** Where all of a time went. */
export interface MeasuredBreakdown {
  readonly name: string;
  /** What it is the time of, such as `video`. */
  readonly per: string;
  /** In the order of the work; together they are the wall time of each round. */
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

/** All that a measurement brought, before anything is computed from it. */
export interface Measurements {
  /** What one sample is, a phrase. */
  readonly what: string;
  readonly rounds: number;
  readonly cases: readonly MeasuredCase[];
  readonly ratios: readonly MeasuredRatio[];
  readonly growths: readonly MeasuredGrowth[];
  readonly memory: readonly MemorySeries[];
  readonly rates: readonly MeasuredRate[];
  readonly breakdowns: readonly MeasuredBreakdown[];
  /** What a reader must know, one sentence each. */
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

/** What a ratio says. `unknown`: too few rounds. */
export type RatioReading = "more" | "less" | "no difference" | "unknown";

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
  /** Units a second. */
  readonly perSecond: Spread;
  /** Share of what is the most possible, paired within rounds; `null`: this is the most. */
  readonly limit: { readonly name: string; readonly share: Spread } | null;
}

export interface BenchBreakdown {
  readonly name: string;
  readonly per: string;
  /** Means over the rounds: unlike medians they come to the whole. */
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
  /** Of the wall time, 0 … 1. */
  readonly share: number;
}

/** What decides whether two results may be compared. */
export interface BenchMachine extends ManifestHost {
  readonly provider: Provider;
  /** `null`: the CPU. */
  readonly device: string | null;
  readonly threadsPerSession: number;
}

export interface BenchOptions {
  /** Rounds at least. */
  readonly repeats: number;
  /** Seconds of each case at least. */
  readonly seconds: number;
  /** Runs of each case before the first round. */
  readonly warmUps: number;
  /** Seed of the order within rounds. */
  readonly seed: number;
}

/** How busy the machine's cores were with other work while nothing was measured, 0 … 1. */
export interface BenchLoad {
  readonly before: number;
  readonly after: number;
}

/** This result against an earlier one. */
export interface BenchEarlier {
  readonly startedAt: string;
  readonly assay: string | null;
  /** This result's time over the earlier one's, one for each case that both have. */
  readonly ratios: readonly BenchRatio[];
  /** Cases that only one of them has. */
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
  /** What a reader must know of how it was measured, one sentence each. */
  readonly remarks: readonly string[];
  /** What makes the times doubtful and what broke a promise, one sentence each. */
  readonly warnings: readonly string[];
}
