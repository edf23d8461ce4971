/** A number, or the reason why there is none. Never NaN, and never 0 in place of a missing value. */
export type MetricValue =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: string };

/** A 95 % CI, or the reason why there is none. */
export type Interval =
  | { readonly low: number; readonly high: number; readonly reason: null }
  | { readonly low: null; readonly high: null; readonly reason: string };

export function defined(value: number): MetricValue {
  if (!Number.isFinite(value)) throw new RangeError(`the value of a metric is ${value}`);
  return { value, reason: null };
}

export function undefinedBecause(reason: string): MetricValue {
  return { value: null, reason };
}

/** A number computed from a sample, with its interval and the size of the sample. */
export type Estimate = MetricValue & {
  /** 95 %, over groups. */
  readonly interval: Interval;
  /** Number of labelled videos that it was computed from; for a face-level metric, of their faces. */
  readonly n: number;
};

/** One value for each metric, by the metric's name. The log loss is always among them. */
export interface ByMetric<Value> {
  readonly logLoss: Value;
  readonly [name: string]: Value;
}

/** @throws RangeError when the log loss is not among them */
export function byMetric<Value>(named: Iterable<readonly [string, Value]>): ByMetric<Value> {
  const values: Readonly<Record<string, Value>> = Object.fromEntries(named);
  const { logLoss } = values;
  if (logLoss === undefined) throw new RangeError("the log loss is not among the metrics");
  return { ...values, logLoss };
}
