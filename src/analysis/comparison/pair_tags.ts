import type { ComparableRun } from "../../records/comparable_run.ts";
import { tagAt, type TagColumn, tagColumn, type TagColumns } from "../../records/tag_column.ts";
import type { PairedVideos } from "./pair_videos.ts";

/**
 * The tags of paired videos: those of the later run, and of the earlier run those that the later one does not know of any
 * video.
 */
export function pairTags(
  before: ComparableRun,
  after: ComparableRun,
  videos: PairedVideos,
): TagColumns {
  const earlier = [...before.tags].filter(([name]) => !after.tags.has(name));
  return new Map([
    ...earlier.map(([name, column]) => [name, pickedColumn(column, videos.before)] as const),
    ...[...after.tags].map(([name, column]) => [name, pickedColumn(column, videos.after)] as const),
  ]);
}

function pickedColumn(column: TagColumn, rows: Uint32Array): TagColumn {
  return tagColumn(Array.from(rows, (row) => tagAt(column, row)), column);
}
