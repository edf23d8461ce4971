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
export interface SliceMetrics extends Slice, SliceCounts {
  /** Keyed by the metric's name; below six groups without an interval. */
  readonly metrics: ByMetric<Estimate>;
}
