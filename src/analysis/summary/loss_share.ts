import { counted } from "../../base/text/counted.ts";
import { logLossOf } from "../../base/numeric/statistics/log_loss_of.ts";
import { meanOf } from "../../base/numeric/statistics/sample_deviation.ts";
import type { RunColumns, VariantColumns } from "../../runs/run_columns.ts";

/** Clips of log loss beside which a run's own is shown. */
const CLIPS = [1e-15, 1e-7, 1e-3] as const;

/** Losses of the labelled videos, nats; those without a score count as they do in the log loss. */
export function labelledLosses(
  { probabilities }: Pick<VariantColumns, "probabilities">,
  { labels }: Pick<RunColumns, "labels">,
  clip: number,
): Float64Array {
  const rows = Array.from(labels.keys()).filter((row) => labels[row]! >= 0);
  return Float64Array.from(rows, (row) => {
    const truth = labels[row] === 1 ? 1 : 0;
    return logLossOf(probabilities[row]!, { truth, clip });
  });
}

/** Counts the fewest videos that make at least half of the sum of all losses; 0: there is no loss. */
export function videosOfHalf(losses: Float64Array): number {
  const half = losses.reduce((sum, loss) => sum + loss, 0) / 2;
  if (half === 0) return 0;
  let sum = 0;
  return losses.toSorted().reverse().findIndex((loss) => (sum += loss) >= half) + 1;
}

/** Says how many videos make half of the log loss, and what it would be with other clips: two sentences. */
export function lossShareText(variant: VariantColumns, run: RunColumns, clip: number): string {
  const losses = labelledLosses(variant, run, clip);
  const others = CLIPS.filter((other) => other !== clip).map((other) => {
    return `${meanOf(labelledLosses(variant, run, other)).toFixed(3)} with ${other}`;
  });
  const half = videosOfHalf(losses);
  const makes = half === 1 ? "makes" : "make";
  return `${half} of ${counted(losses.length, "labelled video")} ${makes} half of the log loss. ` +
    `With another clip it would be ${others.slice(0, -1).map((other) => `${other}, `).join("")}` +
    `${others.length > 1 ? "or " : ""}${others.at(-1)}.`;
}
