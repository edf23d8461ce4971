import type { VideoRow } from "../../records/summary.ts";
import { largest, smallest } from "../../base/numeric/extremes.ts";

/** Largest minus smallest P(fake) of the variants, in [0, 1]. */
export function disagreement({ cells }: VideoRow): number {
  const values = cells.map(({ probability }) => probability);
  return largest(values) - smallest(values);
}

/** The largest difference of a variant's P(fake) from the baseline's, in [0, 1]. */
export function largestChange({ cells }: VideoRow, baseline: number): number {
  const from = cells[baseline]!.probability;
  return largest(cells.map(({ probability }) => Math.abs(probability - from)));
}

/**
 * Places of the rows, the most informative first: in turn the one with the highest log loss, the one with the
 * largest disagreement between variants, and the one with the largest difference from the baseline.
 */
export function byInformativeness(rows: readonly VideoRow[], baseline: number): readonly number[] {
  const places = rows.map((_, place) => place);
  const ranked = [
    (row: VideoRow) => row.meanLogLoss ?? -1,
    disagreement,
    (row: VideoRow) => largestChange(row, baseline),
  ].map((measure) => {
    const sizes = rows.map(measure);
    return places.toSorted((a, b) => sizes[b]! - sizes[a]! || a - b);
  });
  return [...new Set(places.flatMap((place) => ranked.map((order) => order[place]!)))];
}
