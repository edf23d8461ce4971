import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../../metrics/names.ts";
import { MAIN_METRICS } from "../summary/variant_estimates.ts";
import type { SelectedSlice } from "./select_slices.ts";

/** What is computed of every slice. */
export interface SliceScope {
  /** Metrics with a value. */
  readonly computed: readonly VideoMetricName[];
  /** Metrics with an interval. */
  readonly drawn: readonly VideoMetricName[];
  /** Whether only the main variants have intervals. */
  readonly mainVariantsOnly: boolean;
}

/** Most slices times variants, and most scores over all slices, for which so much is computed: some seconds. */
const FOR_ALL = { tables: 60, scores: 10_000 };
const FOR_MAIN = { tables: 1000, scores: 300_000 };

/** Metrics with intervals in the largest runs. */
const LEAST_METRICS: readonly VideoMetricName[] = ["logLoss", "auc"];

/**
 * Decides what is computed of slices: every metric of every variant with its interval; intervals of the main metrics
 * alone where slices, variants or videos are many; beyond that the main metrics, two of them with intervals, which only
 * the main variants have.
 */
export function sliceScope(slices: readonly SelectedSlice[], variants: number): SliceScope {
  const work = {
    tables: slices.length * variants,
    scores: slices.reduce((sum, { places }) => sum + places.length, 0) * variants,
  };
  const every = { computed: VIDEO_METRIC_NAMES, mainVariantsOnly: false };
  if (within(work, FOR_ALL)) return { ...every, drawn: VIDEO_METRIC_NAMES };
  if (within(work, FOR_MAIN)) return { ...every, drawn: MAIN_METRICS };
  return { computed: MAIN_METRICS, drawn: LEAST_METRICS, mainVariantsOnly: true };
}

function within(work: typeof FOR_ALL, limit: typeof FOR_ALL): boolean {
  return work.tables <= limit.tables && work.scores <= limit.scores;
}
