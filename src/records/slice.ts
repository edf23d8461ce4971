import type { ByMetric, Estimate } from "./metric_value.ts";

/** A slice: the videos that share a tag's value. */
export interface Slice {
  /** Name of the tag. */
  readonly tag: string;
  readonly value: string;
  /**
   * Whether only FAKE videos have the tag, so that they are judged with all REAL videos that share the other tags.
   */
  readonly againstAllReals: boolean;
}

/** Numbers of labelled videos of a slice. */
export interface SliceCounts {
  readonly videos: number;
  readonly real: number;
  readonly fake: number;
  readonly groups: number;
}

/** A slice's metrics for one variant. */
export interface SliceMetrics {
  /** Name of the variant. */
  readonly variant: string;
  /** Keyed by the metric's name; below six groups without an interval. */
  readonly metrics: ByMetric<Estimate>;
}

/** A slice's metrics. */
export interface SliceSummary extends Slice, SliceCounts {
  /** Whether it has so few groups, or videos of a class, that its numbers say little. */
  readonly small: boolean;
  /** Listed in config order. */
  readonly variants: readonly SliceMetrics[];
}
