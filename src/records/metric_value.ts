/** A number, or the reason why there is none. Never NaN, never a stand-in 0. */
export type MetricValue =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: string };

/** A 95 % interval, or the reason why there is none. */
export type Interval =
  | { readonly low: number; readonly high: number; readonly reason: null }
  | { readonly low: null; readonly high: null; readonly reason: string };

export function defined(value: number): MetricValue {
  if (!Number.isFinite(value)) throw new RangeError(`a metric came out as ${value}`);
  return { value, reason: null };
}

export function undefinedBecause(reason: string): MetricValue {
  return { value: null, reason };
}

/** A number computed from a sample, how sure it is, and how large the sample was. */
export type Estimate = MetricValue & {
  /** 95 %, over groups. */
  readonly interval: Interval;
  /** Labelled videos that it was computed from; of a face-level metric: their faces. */
  readonly n: number;
};
