import { z } from "zod";
import { DEFAULT_LIMITS, type Limits } from "../records/limits.ts";

/** One day; JavaScript timers cannot wait for more than 24 days. */
const LONGEST_SILENCE = 86_400;

/** The limits that a config may set, each with its default. */
export const limitsSchema = z.strictObject({
  megapixels: z.number().gt(0).describe(
    `largest frame that is decoded, millions of pixels; ${DEFAULT_LIMITS.megapixels} if left out`,
  ),
  silenceSeconds: z.number().gt(0).max(LONGEST_SILENCE).describe(
    "longest wait for progress of ffmpeg, ffprobe or a network, seconds; " +
      `${DEFAULT_LIMITS.silenceSeconds} if left out`,
  ),
}).partial();

/** Fills in what the config leaves out. */
export function resolveLimits(given: z.output<typeof limitsSchema>): Limits {
  const { megapixels, silenceSeconds } = DEFAULT_LIMITS;
  return {
    megapixels: given.megapixels ?? megapixels,
    silenceSeconds: given.silenceSeconds ?? silenceSeconds,
  };
}
