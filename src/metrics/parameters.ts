import { z } from "zod";

/**
 * Parameters of metrics beside labels and probabilities: entries of the table of all parameters, which stands in a
 * room above this one and checks them.
 */
export const metricParameters = {
  decision: {
    schema: z.number().gt(0).lt(1).describe("a video with P(fake) at or above this is called fake"),
    stage: null,
    label: "decision",
    presets: { reference: 0.5 },
  },
} as const;
