import type { RunComparison } from "./run_comparison.ts";
import type { Stage } from "./run_result.ts";
import type { Slice } from "./slice.ts";

/** Whether a stage's digests must be equal or may differ. */
export type Sameness = "exact" | "any";

/** Stages whose output must be identical, byte for byte. */
export const EXACT_STAGES = ["sample", "decode", "detect", "crop"] as const satisfies Stage[];
export type ExactStage = (typeof EXACT_STAGES)[number];

/** Limits of the gates of `check`; `null`: the gate is off. */
export interface GateLimits {
  /** Increase, nats. */
  readonly logLoss: { readonly maxIncrease: number } | null;
  readonly auc: { readonly maxDecrease: number } | null;
  /** `maxShare`, in [0, 1], of the videos may change P(fake) by more than `maxChange`. */
  readonly drift: { readonly maxChange: number; readonly maxShare: number } | null;
  /** Shares: of the videos; of the faces that the baseline found. */
  readonly coverage: {
    readonly maxScoredDecrease: number;
    readonly maxFacesDecrease: number;
  } | null;
  readonly digests: Readonly<Record<ExactStage, Sameness>> | null;
  /**
   * An increase by more than `maxIncrease`, a share, more than `minMs` milliseconds per video, and more than run-to-run
   * variation explains fails. `runToRun`: that variation, the standard deviation of a run's time as a share of it.
   */
  readonly timing: {
    readonly maxIncrease: number;
    readonly minMs: number;
    readonly runToRun: number;
  } | null;
  /** Left out: slices are not judged. */
  readonly slices?: SliceLimits;
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
  readonly gate: GateName;
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
   * `none` a change of a number without a unit.
   */
  readonly unit: "nats" | "none" | "share" | "points" | "relative" | "videos";
  /** The reason, a clause. */
  readonly reason: string;
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
