import { z } from "zod";

/** Parameters of metrics beside labels and probabilities. */
export interface MetricParameters {
  /** A video is called fake at or above it, in (0, 1). */
  readonly decision: number;
}

export const metricParameters = {
  decision: z.number().gt(0).lt(1).describe("a video is called fake at or above it"),
};
