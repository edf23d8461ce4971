import type { WantedFrame } from "../../records/frame.ts";
import type { Reads } from "../part.ts";
import type { ReadPlan } from "./contract.ts";
import type { ReadRule } from "./parameters.ts";

const reads = ["readIndices"] as const;

/** The part that plans which frames are decoded, for every frame selector. */
export const readPlan = {
  reads,
  plan: (indices: readonly number[], { readIndices }: Reads<typeof reads>) =>
    planReading(indices, readIndices),
} satisfies ReadPlan;

/**
 * Plans the frames to decode for a list of indices, in stream order: labels and positions ascend strictly.
 * Positions at or beyond the end of the stream are included, since only the decoder finds the end; it delivers
 * the frames before it, as the original does.
 * @param indices result of a frame selector; at least 0 for `each`
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
 * Plans frames as the winner's reader reads them. It counts from the first index to the last while it grabs
 * frames from the start of the stream, so a first index above 0 shifts every position. It keeps a frame only if
 * the count equals the next index, so it keeps nothing from the first index on that repeats, decreases or
 * exceeds the last.
 */
function walk(indices: readonly number[]): WantedFrame[] {
  const first = indices[0], last = indices.at(-1);
  if (first === undefined || last === undefined) return [];
  const stop = indices.findIndex((label, i) => label > last || (i > 0 && label <= indices[i - 1]!));
  const kept = stop === -1 ? indices : indices.slice(0, stop);
  return kept.map((label) => ({ label, position: label - first }));
}

/** Plans every distinct index once, ascending, at its own position. */
function each(indices: readonly number[]): WantedFrame[] {
  const distinct = Float64Array.from(new Set(indices)).sort();
  return Array.from(distinct, (index) => ({ label: index, position: index }));
}
