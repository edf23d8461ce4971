import type { ByMetric, Estimate, MetricValue } from "./metric_value.ts";

/**
 * Swap test: a permutation test that swaps two variants' scores by groups. Its p-values are the shares of swaps
 * with a difference as extreme as the observed one; they are valid for any number of groups.
 */
export type SwapTest =
  | {
    /** Share of the swaps whose difference is at least as far from zero. */
    readonly pTwoSided: number;
    /** Share of the swaps whose difference is as low or lower. */
    readonly pLess: number;
    /** Share of the swaps whose difference is as high or higher. */
    readonly pGreater: number;
    /** Whether all swaps were tried, not random ones. */
    readonly exact: boolean;
    /** Number of swaps, including mirror images. */
    readonly swaps: number;
    readonly reason: null;
  }
  | {
    readonly pTwoSided: null;
    readonly pLess: null;
    readonly pGreater: null;
    readonly reason: string;
  };

/**
 * Method of a paired test: `bootstrap-t` of means over videos; `swap`, the permutation test, of AUC; `student`, Student's t
 * with the bootstrap's standard error, of metrics on which nothing is decided.
 */
export type PairedMethod = "bootstrap-t" | "swap" | "student";

/** Test of a paired difference, by the method that also gives its interval, so that they cannot contradict each other. */
export type PairedTest =
  | {
    readonly method: PairedMethod;
    /** Two-sided; at most 0.05 exactly where the 95 % CI excludes zero. */
    readonly p: number;
    readonly reason: null;
  }
  | { readonly method: PairedMethod; readonly p: null; readonly reason: string };

/** McNemar's test of the decisions of two variants, at their decision thresholds. */
export interface McNemarTest {
  /** Videos that only the first classifies correctly. */
  readonly onlyFirstRight: number;
  /** Videos that only the second classifies correctly. */
  readonly onlySecondRight: number;
  /** Exact, two-sided. */
  readonly pTwoSided: number;
  /** It treats videos as independent: with groups of several videos the p-value is too small. */
  readonly ignoresGroups: true;
}

/** DeLong's test of two AUCs of the same videos. */
export interface DeLongTest {
  readonly aucs: readonly [MetricValue, MetricValue];
  readonly variances: readonly [MetricValue, MetricValue];
  readonly covariance: MetricValue;
  /** The difference, first minus second, in standard errors. */
  readonly z: MetricValue;
  readonly pTwoSided: MetricValue;
  /** It treats videos as independent: with groups of several videos the p-value is too small. */
  readonly ignoresGroups: true;
}

/**
 * Finding on a difference. `better`, `worse`: statistically significant after correction for all comparisons made
 * together, and above the noise floor. `equal`: the scores are the same. `not shown`: not significant, which does not
 * prove equality. `unknown`: there is no difference, or no test of it.
 */
export type Finding = "better" | "worse" | "equal" | "not shown" | "unknown";

/** Tests of a difference, and the finding on it. */
export interface JudgedDifference {
  /** Paired test, which gives the interval of the difference too. */
  readonly test: PairedTest;
  readonly swapTest: SwapTest;
  /** The larger p of both tests with Holm's correction for `family` comparisons: the p that decides. */
  readonly adjustedP: MetricValue;
  /** Number of comparisons made together; those with equal scores count once, those of a score with itself do not. */
  readonly family: number;
  /** The noise floor, which the difference must exceed; `null`: not measured. */
  readonly noise: number | null;
  readonly finding: Finding;
  /** Reason why it is neither better nor worse, a clause such as "the 95 % CI contains zero"; else `null`. */
  readonly doubt: string | null;
}

/** Tells whether a difference is statistically significant. */
export function isSignificant({ finding }: Pick<JudgedDifference, "finding">): boolean {
  return finding === "better" || finding === "worse";
}

/** A metric of a variant against that of its baseline. */
export interface MetricComparison extends JudgedDifference {
  /** Variant minus baseline, paired by video, with its 95 % CI. */
  readonly difference: Estimate;
  /** The smallest improvement detected with 80 % power; at least the noise floor. Changes for the worse must be larger. */
  readonly detectable: MetricValue;
}

/** A variant against its baseline. */
export interface VariantComparison {
  /** Keyed by the metric's name. */
  readonly metrics: ByMetric<MetricComparison>;
  /** The variant is the first, its baseline the second. */
  readonly mcNemar: McNemarTest;
  /** The variant is the first, its baseline the second. */
  readonly deLong: DeLongTest;
}

/** Noise floor of a metric, from repeats. */
export type MetricNoise =
  | {
    /** 95 % prediction bound of the absolute difference of one further unchanged run from the first run. */
    readonly bound: number;
    /** Standard deviation over the runs (n − 1). */
    readonly deviation: number;
    readonly reason: null;
  }
  | { readonly bound: null; readonly deviation: null; readonly reason: string };

/** Noise floor: how far an unchanged run may differ, from repeats of the same variant. */
export interface NoiseFloor {
  /** Number of runs, the first one included: K + 1. */
  readonly runs: number;
  /** What the bounds mean, a sentence without a full stop. */
  readonly meaning: string;
  /** Keyed by the metric's name. */
  readonly metrics: ByMetric<MetricNoise>;
  /** Largest difference of P(fake) of each video between any two runs, in the order given. */
  readonly videos: readonly number[];
  /** 95 % prediction bound of the largest change of P(fake) of any video in one further unchanged run; at most 1. */
  readonly videoBound: number;
  /** Number of videos whose P(fake) differs between any two runs. */
  readonly movedVideos: number;
}

/** What is used of a noise floor, and kept in a baseline; metrics without one may be left out. */
export interface KnownNoise extends Pick<NoiseFloor, "runs" | "videoBound"> {
  readonly metrics: Readonly<Record<string, MetricNoise>>;
}

/** With fewer repeats than this a noise floor is doubtful. */
export const FEW_REPEATS = 2;

/** What makes such a noise floor doubtful, a clause. */
export const FEW_REPEATS_DOUBT =
  "measured with one repeat, which makes the bound wide and misses changes that only some runs have " +
  "(--repeat-baseline 2 or more)";
