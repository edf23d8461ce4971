import type { WantedFrame } from "../../records/frame.ts";
import type { Reads } from "../part.ts";
import type { ReadPlan } from "./contract.ts";
import type { ReadRule } from "./parameters.ts";

const reads = ["readIndices"] as const;

/** How the indices of any frame selector are read. */
export const readPlan = {
  reads,
  plan: (indices: readonly number[], { readIndices }: Reads<typeof reads>) =>
    planReading(indices, readIndices),
} satisfies ReadPlan;

/**
 * The frames that are decoded for a list of indices, in stream order: labels and positions ascend
 * strictly. A position at or beyond the end of the stream is planned all the same, since only the
 * decoder finds out where a stream ends: it delivers the frames before, as the original keeps them.
 * @param indices what a frame selector gave; `each` needs them at least 0
 */
export function planReading(indices: readonly number[], rule: ReadRule): readonly WantedFrame[] {
  switch (rule) {
    case "walk":
      return walk(indices);
    case "each":
      return each(indices);
    default:
      return rule satisfies never;
  }
}

/**
 * The winner's reader. It counts from the first index to the last while it grabs frames from the
 * stream's beginning, so a first index above 0 shifts every position; and it keeps a frame only when
 * its count equals the next index wanted, so it keeps nothing more from the first index on that
 * repeats, decreases, or exceeds the last.
 */
function walk(indices: readonly number[]): WantedFrame[] {
  const first = indices[0];
  const last = indices[indices.length - 1];
  const stop = indices.findIndex((label, i) => label > last || (i > 0 && label <= indices[i - 1]));
  const kept = stop === -1 ? indices : indices.slice(0, stop);
  return kept.map((label) => ({ label, position: label - first }));
}

/** Every distinct index once, ascending, at its true place. */
function each(indices: readonly number[]): WantedFrame[] {
  const distinct = Float64Array.from(new Set(indices)).sort();
  return Array.from(distinct, (index) => ({ label: index, position: index }));
}
