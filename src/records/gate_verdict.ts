import type { RunComparison } from "./run_comparison.ts";
import type { Stage } from "./run_result.ts";

/** Whether a stage's digests have to be equal or may differ. */
export type Sameness = "exact" | "any";

/** Stages whose output is held to be the same, byte for byte. */
export const EXACT_STAGES = ["sample", "decode", "detect", "crop"] as const satisfies Stage[];
export type ExactStage = (typeof EXACT_STAGES)[number];

/** What `check` judges by; `null`: this gate is off. */
export interface GateLimits {
  /** Nats. */
  readonly logLoss: { readonly maxIncrease: number } | null;
  readonly auc: { readonly maxDecrease: number } | null;
  /** A video counts whose P(fake) changed by more than `maxChange`; so may a share of them, in [0, 1]. */
  readonly drift: { readonly maxChange: number; readonly maxShare: number } | null;
  /** Shares: of the videos; of the faces that the baseline found. */
  readonly coverage: {
    readonly maxScoredDecrease: number;
    readonly maxFacesDecrease: number;
  } | null;
  readonly digests: Readonly<Record<ExactStage, Sameness>> | null;
  /** A rise by more than a share and by more than so many milliseconds per video. */
  readonly timing: { readonly maxIncrease: number; readonly minMs: number } | null;
}

export type GateName = keyof GateLimits;

/** `skipped`: it could not be judged, or the gate is off. */
export type GateOutcome = "pass" | "fail" | "skipped";

/** What one gate says of one variant. */
export interface GateVerdict {
  readonly gate: GateName;
  /** What people read, such as `videos scored`: a gate may look at several numbers. */
  readonly measure: string;
  readonly variant: string;
  readonly outcome: GateOutcome;
  /** The number that was judged, changes with their sign; `null`: there is none. */
  readonly value: number | null;
  /** The last value that passes, with the same sign; `null`: the gate is off. */
  readonly limit: number | null;
  /**
   * Of both: `share` in [0, 1]; `points` a change of a share; `relative` a change as a share of what it was;
   * `none` a change of a number without a unit.
   */
  readonly unit: "nats" | "none" | "share" | "points" | "relative" | "videos";
  /** Why it came out so, a clause. */
  readonly reason: string;
  /** The stage at which most of the videos concerned begin to differ; `null`: at none. */
  readonly begins: Stage | null;
}

/** When, why and out of what a run was made a baseline. */
export interface Acceptance {
  /** ISO 8601, UTC. */
  readonly when: string;
  readonly why: string;
  /** Of Assay, in the run; `null`: not known. */
  readonly commit: string | null;
  /** What decides numbers and times, by what people call it: versions, host, provider. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A run judged against a baseline. */
export interface CheckResult {
  /** `fail` as soon as one verdict is. */
  readonly outcome: "pass" | "fail";
  readonly baseline: Acceptance & { readonly name: string };
  /** The baseline is what was before. */
  readonly comparison: RunComparison;
  /** By variant, then by gate. */
  readonly verdicts: readonly GateVerdict[];
}
