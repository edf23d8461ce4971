import type { PoolingStrategy } from "./contract.ts";
import { confident } from "./confident.ts";
import { frameMaxMean } from "./frame_max_mean.ts";
import { max } from "./max.ts";
import { mean } from "./mean.ts";
import { median } from "./median.ts";
import { topKMean } from "./top_k_mean.ts";
import { trimmedMean } from "./trimmed_mean.ts";

/** Pooling strategies by their name in the config: the values of `pooling`. */
export const poolingStrategies = {
  confident,
  mean,
  median,
  max,
  trimmed_mean: trimmedMean,
  frame_max_mean: frameMaxMean,
  top_k_mean: topKMean,
} as const satisfies Readonly<Record<string, PoolingStrategy>>;

export type PoolingName = keyof typeof poolingStrategies;
