import type { Costs } from "../records/costs.ts";
import type { MetricValue } from "../records/metric_value.ts";

/** Log loss clips probabilities to [clip, 1 - clip] with this, unless the config says otherwise. */
export const DEFAULT_CLIP = 1e-15;

/** Labels and probabilities of the same items, in the same order. */
export interface ScoredItems {
  /** Labels: 1 is fake, 0 is real. */
  readonly labels: Uint8Array;
  /** P(fake), in [0, 1]. */
  readonly probabilities: Float64Array;
}

export interface MetricOptions {
  /** Called fake at or above it, in (0, 1). */
  readonly decision: number;
  /** Log loss clips probabilities to [clip, 1 - clip]; 1e-15 unless the config says otherwise. */
  readonly clip: number;
  /** Costs of wrong decisions; left out: the config gives none, and the expected cost has no value. */
  readonly costs?: Costs | undefined;
}

/** A measure of the fit of probabilities to labels. Pure. */
export interface Metric {
  /** Title, such as "log loss". */
  readonly title: string;
  readonly direction: "lower" | "higher";
  readonly level: "video" | "face";
  readonly unit: "nats" | "fraction" | "none";
  /** Lowest and highest value that it can have; left out: those of its unit (a fraction: 0 and 1). */
  readonly range?: readonly [low: number, high: number];
  /** The smallest sample for which it is defined, a phrase. */
  readonly needs: string;
  /** Whether it depends on nothing but which items are called fake; left out: it does not. */
  readonly decisionAlone?: boolean;
  compute(items: ScoredItems, options: MetricOptions): MetricValue;
}
