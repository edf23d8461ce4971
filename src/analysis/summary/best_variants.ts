import type { MetricValue } from "../../records/metric_value.ts";
import type { VariantSummary } from "../../records/summary.ts";
import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";

/**
 * Smallest share, of the videos that the most complete variant scored, with which a variant may be called best. A
 * video that could not be scored has 0.5, which costs 0.693 nats where another variant may have lost more by trying;
 * up to one in twenty of them decides little.
 */
export const LEAST_SCORED = 0.95;

/** Numbers of a variant's videos, by status and by reason for 0.5. */
export type VideoCounts = Pick<VariantSummary, "statuses" | "fallbacks">;

/** Number of videos that a variant really scored: those that do not have 0.5 for want of a score. */
export function countScored({ statuses, fallbacks }: VideoCounts): number {
  return total(statuses) - total(fallbacks);
}

/**
 * The variants that may be called best: those that scored at least LEAST_SCORED of the videos that the most complete
 * variant scored. None, if no variant scored a video.
 */
export function rankable<Variant extends VideoCounts>(
  variants: readonly Variant[],
): readonly Variant[] {
  const most = mostScored(variants);
  return variants.filter((one) => most > 0 && countScored(one) >= LEAST_SCORED * most);
}

/** Number of videos that the most complete variant scored; 0 without variants. */
export function mostScored(variants: readonly VideoCounts[]): number {
  return variants.reduce((most, one) => Math.max(most, countScored(one)), 0);
}

/** A variant's metrics, and how many videos they come from. */
interface Ranked extends VideoCounts {
  readonly metrics: Readonly<Record<VideoMetricName, MetricValue>>;
}

/**
 * Lists for each variant the metrics in which no rankable variant is better; a metric in which all of those are equal
 * has no best, and a variant that is not rankable is never best.
 */
export function bestMetrics(variants: readonly Ranked[]): readonly (readonly VideoMetricName[])[] {
  const ranked = rankable(variants);
  const best = new Map(VIDEO_METRIC_NAMES.map((name) => [name, bestValue(ranked, name)]));
  return variants.map((variant) =>
    VIDEO_METRIC_NAMES.filter((name) =>
      ranked.includes(variant) && best.get(name) !== null &&
      variant.metrics[name].value === best.get(name)
    )
  );
}

/** The best value; `null`: no variant has a value, or all have the same. */
function bestValue(variants: readonly Ranked[], name: VideoMetricName): number | null {
  const values = variants.flatMap(({ metrics }) => metrics[name].value ?? []);
  const sign = METRICS[name].direction === "lower" ? 1 : -1;
  const [first, ...rest] = values.toSorted((a, b) => sign * (a - b));
  return first === undefined || first === rest.at(-1) ? null : first;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
