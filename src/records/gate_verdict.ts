import type { RunComparison } from "./run_comparison.ts";
import type { Stage } from "./run_result.ts";
import type { Slice } from "./slice.ts";

/** Whether a stage's output must be identical, byte for byte, or may differ. */
export type Sameness = "exact" | "any";

/**
 * How a change of a metric is judged. `point`: the number itself must not exceed the limit. `notWorse`: the limit is a
 * margin, and the data must prove the change to be below it.
 */
export const METRIC_RULES = ["point", "notWorse"] as const;
export type MetricRule = (typeof METRIC_RULES)[number];

/**
 * What the rule `notWorse` concludes. `not worse`: nothing changed, or the 95 % CI of the paired difference ends below
 * the margin. `worse`: it reaches the margin, and the change for the worse is significant. `cannot say`: neither.
 */
export type Conclusion = "not worse" | "worse" | "cannot say";

/** Limits of the gates of `check`; `null`: the gate is off. */
export interface GateLimits {
  /** Increase, nats. */
  readonly logLoss: { readonly rule: MetricRule; readonly maxIncrease: number } | null;
  readonly auc: { readonly rule: MetricRule; readonly maxDecrease: number } | null;
  /**
   * `maxShare`, in [0, 1], of the videos may change P(fake) by more than `maxChange`, and the mean size of the changes,
   * over all videos, may be `maxMean`.
   */
  readonly drift: {
    readonly maxChange: number;
    readonly maxShare: number;
    readonly maxMean: number;
  } | null;
  /** Shares: of the videos; of the faces that the baseline found. */
  readonly coverage: {
    readonly maxScoredDecrease: number;
    readonly maxFacesDecrease: number;
  } | null;
  readonly digests: Readonly<Record<Stage, Sameness>> | null;
  /**
   * An increase by more than `maxIncrease`, a share, more than `minMs` milliseconds per video, and more than run-to-run
   * variation explains fails. `runToRun`: that variation, the standard deviation of a run's time as a share of it.
   */
  readonly timing: {
    readonly maxIncrease: number;
    readonly minMs: number;
    readonly runToRun: number;
  } | null;
  /** Left out, or `null`: nothing is judged against the anchor. */
  readonly anchor?: AnchorLimits | null;
  /** Left out: slices are not judged. */
  readonly slices?: SliceLimits;
}

/** Limits of changes since the oldest accepted baseline of a name; `null`: not judged. */
export interface AnchorLimits {
  readonly logLoss: { readonly maxIncrease: number } | null;
  readonly auc: { readonly maxDecrease: number } | null;
  readonly drift: GateLimits["drift"];
}

/** Limits of the gates that judge each slice; `null`: the gate is off. */
export interface SliceLimits extends Pick<GateLimits, "logLoss" | "auc" | "drift" | "coverage"> {
  /** Names of the tags whose slices are judged; `null`: those that the runs are compared by. */
  readonly tags: readonly string[] | null;
}

export type GateName = Exclude<keyof GateLimits, "slices">;

/** `skipped`: it could not be judged, or the gate is off. */
export type GateOutcome = "pass" | "fail" | "skipped";

/** The verdict of one gate on one variant. */
export interface GateVerdict {
  /** `dataset`: whether common videos have the same labels and contents, which no limit allows to differ. */
  readonly gate: GateName | "dataset";
  /** Title of the number, such as `videos scored`; a gate may judge several numbers. */
  readonly measure: string;
  readonly variant: string;
  /** The slice that was judged; left out: all videos. */
  readonly slice?: Pick<Slice, "tag" | "value">;
  readonly outcome: GateOutcome;
  /** The number that was judged, changes with their sign; `null`: there is none. */
  readonly value: number | null;
  /** The largest change that passes, with the same sign; `null`: the gate is off. */
  readonly limit: number | null;
  /**
   * Unit of both: `share` in [0, 1]; `points` a change of a share; `relative` a change as a share of what it was;
   * `none` a change of a number without a unit; `probability` the size of a change of P(fake).
   */
  readonly unit: "nats" | "none" | "share" | "points" | "relative" | "videos" | "probability";
  /** The reason, a clause. */
  readonly reason: string;
  /** What the rule `notWorse` concludes; left out: that rule did not judge. */
  readonly conclusion?: Conclusion;
  /** With `conclusion`: the smallest margin that these data could prove, rounded up; `null`: none. */
  readonly provableMargin?: number | null;
  /** What a reader of a failed verdict may do, such as which rule to use when; left out: nothing to add. */
  readonly advice?: string;
  /** The stage at which most of the videos concerned first differ; `null`: none. */
  readonly begins: Stage | null;
}

/** When, why and in which environment a run was accepted as a baseline. */
export interface Acceptance {
  /** ISO 8601, UTC. */
  readonly when: string;
  readonly why: string;
  /** Commit of Assay in the run; `null`: not known. */
  readonly commit: string | null;
  /** Facts that determine numbers and times, by name: versions, host, provider. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A run judged against a baseline. */
export interface CheckResult {
  /** `fail` if any verdict is `fail`. */
  readonly outcome: "pass" | "fail";
  readonly baseline: Acceptance & { readonly name: string };
  /** The baseline is `before`, the run is `after`. */
  readonly comparison: RunComparison;
  /** Sorted by variant, then by gate. */
  readonly verdicts: readonly GateVerdict[];
}
