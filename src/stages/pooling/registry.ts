import type { PoolingStrategy } from "./contract.ts";
import { confident } from "./confident.ts";
import { max } from "./max.ts";
import { mean } from "./mean.ts";
import { median } from "./median.ts";
import { trimmedMean } from "./trimmed_mean.ts";

/** Pooling strategies by their name in the config: the values of `pooling`. */
export const poolingStrategies = {
  confident,
  mean,
  median,
  max,
  trimmed_mean: trimmedMean,
} as const satisfies Readonly<Record<string, PoolingStrategy>>;

export type PoolingName = keyof typeof poolingStrategies;
