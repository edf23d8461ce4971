import type { RunManifest } from "../../records/manifest.ts";
import type { VideoRow } from "../../records/summary.ts";
import { logLossOf } from "../../base/numeric/statistics/log_loss_of.ts";
import type { Journal } from "../../runs/journal.ts";
import type { RunColumns } from "../../runs/run_columns.ts";
import { verdictsInOrder } from "../../runs/table_rows.ts";

/**
 * The videos with the highest mean log loss (those without a label last), at most `limit`, in the order of their
 * names.
 */
export function hardestVideos(
  { manifest, journal, columns, noiseOf }: {
    readonly manifest: RunManifest;
    readonly journal: Journal;
    readonly columns: RunColumns;
    /** Noise floor of the video in a row; `null`: not known. */
    noiseOf(row: number): number | null;
  },
  limit: number,
): readonly VideoRow[] {
  const losses = columns.filenames.map((_, row) =>
    meanLogLoss(columns, { row, clip: manifest.clip })
  );
  const hardest = losses.map((_, row) => row)
    .sort((a, b) => (losses[b] ?? -1) - (losses[a] ?? -1) || a - b)
    .slice(0, limit)
    .sort((a, b) => a - b);
  return hardest.map((row): VideoRow => {
    const record = journal.read(columns.filenames[row]!);
    const { filename, label, group, split } = record;
    const cells = verdictsInOrder(record, manifest).map((verdict) => {
      const { probability, faces, status, fallback, error } = verdict;
      return { probability, faces, status, fallback, error };
    });
    const noise = noiseOf(row);
    return { filename, label, group, split, meanLogLoss: losses[row]!, noise, cells };
  });
}

/** Mean log loss over the variants, nats; `null`: no label. */
function meanLogLoss(
  { labels, variants }: RunColumns,
  { row, clip }: { row: number; clip: number },
): number | null {
  if (labels[row]! < 0) return null;
  const truth = labels[row] === 1 ? 1 : 0;
  const sum = variants.reduce(
    (total, { probabilities }) => total + logLossOf(probabilities[row]!, { truth, clip }),
    0,
  );
  return sum / variants.length;
}
