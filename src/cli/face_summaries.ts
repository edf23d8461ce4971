import { estimateFaces } from "../comparison/face_estimates.ts";
import { type Interval, undefinedBecause } from "../domain/metric_value.ts";
import type { Estimate, VariantSummary } from "../domain/summary.ts";
import type { BootstrapOptions } from "../metrics/cluster_bootstrap.ts";
import { FACE_METRIC_NAMES } from "../metrics/names.ts";
import type { FaceColumns } from "../runs/face_columns.ts";
import type { RunColumns } from "../runs/run_columns.ts";

/** Most faces, over all variants and draws, for which intervals are drawn: some ten seconds. */
const MOST_WORK = 5e8;

type FaceMetrics = VariantSummary["faceMetrics"];

/** The face-level metrics of each variant; computed once for variants whose faces are the same. */
export function faceSummaries(
  columns: RunColumns,
  options: BootstrapOptions & { readonly clip: number },
): readonly FaceMetrics[] {
  const distinct = [...new Set(columns.variants.map(({ faceColumns }) => faceColumns))];
  const faces = distinct.reduce((sum, one) => sum + (one?.scores.length ?? 0), 0);
  const drawn = faces * options.draws <= MOST_WORK;
  const metrics = new Map(
    distinct.map((one) => [one, faceMetrics(one, columns, { ...options, drawn })]),
  );
  return columns.variants.map(({ faceColumns }) => metrics.get(faceColumns)!);
}

function faceMetrics(
  faces: FaceColumns | null,
  { labels, groups }: RunColumns,
  options: Parameters<typeof estimateFaces>[1],
): FaceMetrics {
  if (faces === null) return Object.fromEntries(FACE_METRIC_NAMES.map((name) => [name, UNKNOWN]));
  const { scores, rows } = faces;
  const kept = Uint32Array.from(rows.keys()).filter((face) => labels[rows[face]] >= 0);
  return estimateFaces({
    labels: Uint8Array.from(kept, (face) => labels[rows[face]]),
    probabilities: Float64Array.from(kept, (face) => scores[face]),
    groups: Array.from(kept, (face) => groups[rows[face]]),
  }, options);
}

const WHY_UNKNOWN = "the run's journal does not tell which faces each variant scored";
const NO_INTERVAL: Interval = { low: null, high: null, reason: WHY_UNKNOWN };
const UNKNOWN: Estimate = { ...undefinedBecause(WHY_UNKNOWN), interval: NO_INTERVAL, n: 0 };
