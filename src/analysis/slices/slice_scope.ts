import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../../metrics/names.ts";
import { MAIN_METRICS } from "../summary/variant_samples.ts";
import type { SelectedSlice } from "./select_slices.ts";

/** What is computed of a slice for one variant. */
export interface SliceMetricNames {
  /** Metrics with a value. */
  readonly computed: readonly VideoMetricName[];
  /** Metrics with an interval. */
  readonly drawn: readonly VideoMetricName[];
}

/** What is computed of every slice. */
export interface SliceScope {
  /** For the main variants: the one of `compareWith` and the best. */
  readonly main: SliceMetricNames;
  /** For the others; the same object: no variant is set apart. */
  readonly others: SliceMetricNames;
}

/** Most slices times variants, and most scores over all slices, for which so much is computed: some seconds each. */
const FOR_ALL = { tables: 60, scores: 10_000 };
const FOR_MAIN = { tables: 1000, scores: 300_000 };
const FOR_VALUES = { tables: 5000, scores: 3_000_000 };

const EVERYTHING: SliceMetricNames = { computed: VIDEO_METRIC_NAMES, drawn: VIDEO_METRIC_NAMES };
const MAIN_DRAWN: SliceMetricNames = { computed: VIDEO_METRIC_NAMES, drawn: MAIN_METRICS };
const TWO_DRAWN: SliceMetricNames = { computed: MAIN_METRICS, drawn: ["logLoss", "auc"] };
const VALUES: SliceMetricNames = { computed: MAIN_METRICS, drawn: [] };
const NOTHING: SliceMetricNames = { computed: [], drawn: [] };

/**
 * Decides what is computed of slices: every metric of every variant with its interval; intervals of the main metrics
 * alone where slices, variants or videos are many; beyond that the main metrics, two of them with intervals for the main
 * variants; and in the largest runs these variants alone.
 */
export function sliceScope(slices: readonly SelectedSlice[], variants: number): SliceScope {
  const work = {
    tables: slices.length * variants,
    scores: slices.reduce((sum, { places }) => sum + places.length, 0) * variants,
  };
  if (within(work, FOR_ALL)) return { main: EVERYTHING, others: EVERYTHING };
  if (within(work, FOR_MAIN)) return { main: MAIN_DRAWN, others: MAIN_DRAWN };
  return { main: TWO_DRAWN, others: within(work, FOR_VALUES) ? VALUES : NOTHING };
}

function within(work: typeof FOR_ALL, limit: typeof FOR_ALL): boolean {
  return work.tables <= limit.tables && work.scores <= limit.scores;
}
