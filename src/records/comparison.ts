import type { ByMetric, Estimate, MetricValue } from "./metric_value.ts";

/**
 * What swapping two variants' scores, a group at a time, says of their difference: how often a swap that
 * changes nothing in truth gives a difference as large. Holds for any number of groups.
 */
export type SwapTest =
  | {
    /** Share of the swaps whose difference is at least as far from zero. */
    readonly pTwoSided: number;
    /** Share of the swaps whose difference is as low or lower. */
    readonly pLess: number;
    /** Share of the swaps whose difference is as high or higher. */
    readonly pGreater: number;
    /** Whether all swaps were looked at, or random ones. */
    readonly exact: boolean;
    /** Swaps looked at, those that mirror them included. */
    readonly swaps: number;
    readonly reason: null;
  }
  | {
    readonly pTwoSided: null;
    readonly pLess: null;
    readonly pGreater: null;
    readonly reason: string;
  };

/** Which of two variants is right where only one is, at their decision thresholds. */
export interface McNemarTest {
  /** Videos that only the first calls what they are. */
  readonly onlyFirstRight: number;
  /** Videos that only the second calls what they are. */
  readonly onlySecondRight: number;
  /** Exact, two-sided. */
  readonly pTwoSided: number;
  /** It takes videos for independent: with groups of several videos the p-value is too small. */
  readonly ignoresGroups: true;
}

/** Two AUCs of the same videos, first and second, with DeLong's variances. */
export interface DeLongTest {
  readonly aucs: readonly [MetricValue, MetricValue];
  readonly variances: readonly [MetricValue, MetricValue];
  readonly covariance: MetricValue;
  /** The difference, first minus second, in standard errors. */
  readonly z: MetricValue;
  readonly pTwoSided: MetricValue;
  /** It takes videos for independent: with groups of several videos the p-value is too small. */
  readonly ignoresGroups: true;
}

/**
 * What a difference amounts to. `better`, `worse`: more than chance and more than noise. `equal`: exactly
 * zero in every sample of groups. `not shown`: neither could be shown, which is no proof of sameness.
 * `unknown`: there is no difference, or no interval, to judge by.
 */
export type Finding = "better" | "worse" | "equal" | "not shown" | "unknown";

/** A metric of a variant against that of its baseline. */
export interface MetricComparison {
  /** Variant minus baseline, paired by video, with its 95 % interval. */
  readonly difference: Estimate;
  readonly swapTest: SwapTest;
  /** `swapTest.pTwoSided` after Holm, over all variants compared. */
  readonly adjustedP: MetricValue;
  /** The smallest difference, up or down, that would have been found with 80 % power, noise included. */
  readonly detectable: MetricValue;
  /** How far the metric moves when nothing is changed; `null`: not measured. */
  readonly noise: number | null;
  readonly finding: Finding;
  /** Why it is neither better nor worse, a clause such as "the 95 % interval holds zero"; else `null`. */
  readonly doubt: string | null;
}

/** A variant against its baseline. */
export interface VariantComparison {
  /** By the metric's name. */
  readonly metrics: ByMetric<MetricComparison>;
  /** The variant is the first, its baseline the second. */
  readonly mcNemar: McNemarTest;
  /** The variant is the first, its baseline the second. */
  readonly deLong: DeLongTest;
}

/** How far a metric moved between runs that should have been the same. */
export type MetricNoise =
  | {
    /** Largest difference between any two runs. */
    readonly largest: number;
    /** Standard deviation over the runs (n − 1). */
    readonly deviation: number;
    readonly reason: null;
  }
  | { readonly largest: null; readonly deviation: null; readonly reason: string };

/** How much moves when nothing is changed. */
export interface NoiseFloor {
  /** Runs compared with one another, the first one included. */
  readonly runs: number;
  /** By the metric's name. */
  readonly metrics: ByMetric<MetricNoise>;
  /** For each video, in the order given, the largest difference of P(fake) between any two runs. */
  readonly videos: readonly number[];
  /** The largest of `videos`; 0 without videos. */
  readonly largestVideo: number;
  /** Videos that moved at all. */
  readonly movedVideos: number;
}
