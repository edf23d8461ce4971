import { compareCodePoints } from "../base/text/compare_code_points.ts";
import type { RunManifest } from "../records/manifest.ts";
import type { VideoRecord } from "../records/run_result.ts";
import {
  emptyTagColumn,
  type GrowingTagColumn,
  setTag,
  type TagColumns,
} from "../records/tag_column.ts";
import type { Tags } from "../records/video.ts";
import { DERIVED_TAGS, derivedTags } from "./derived_tags.ts";

/** Collects the tags of records as columns. */
export interface TagCollector {
  add(record: VideoRecord, row: number): void;
  /**
   * The dataset's tags and Assay's own, sorted by name, by code point. Of one name the dataset's are meant, for all
   * videos.
   */
  columns(): TagColumns;
}

/** @param rows number of records */
export function tagCollector(
  manifest: Pick<RunManifest, "variants" | "compareWith">,
  rows: number,
): TagCollector {
  const stated = new Map<string, GrowingTagColumn>();
  const derived = DERIVED_TAGS.map((name) =>
    [name, emptyTagColumn(rows, { stated: false })] as const
  );
  return {
    add(record, row) {
      addStated(stated, record.tags ?? {}, { row, rows });
      const found = derivedTags(record, manifest);
      for (const [name, column] of derived) {
        const value = found[name];
        if (value !== null) setTag(column, row, value);
      }
    },
    columns: () => new Map([...derived, ...stated].sort(([a], [b]) => compareCodePoints(a, b))),
  };
}

function addStated(
  columns: Map<string, GrowingTagColumn>,
  tags: Tags,
  { row, rows }: { readonly row: number; readonly rows: number },
): void {
  for (const [name, value] of Object.entries(tags)) {
    const column = columns.get(name) ?? emptyTagColumn(rows, { stated: true });
    columns.set(name, column);
    setTag(column, row, value);
  }
}

/** Names of the tags that tables have columns for: the dataset's and Assay's own, by code point. */
export function tagColumnNames(stated: readonly string[]): readonly string[] {
  return [...new Set([...DERIVED_TAGS, ...stated])].sort(compareCodePoints);
}

/** Reads the cells of tag columns from records. */
export type TagCells = (record: VideoRecord) => readonly (string | null)[];

/**
 * Cells for `tagColumnNames`; `null`: the video does not have the tag.
 * @param stated names of the tags that the dataset states of any video
 */
export function tagCells(
  stated: readonly string[],
  manifest: Pick<RunManifest, "variants" | "compareWith">,
): TagCells {
  const names = tagColumnNames(stated);
  const known = new Set(stated);
  return (record) => {
    const own: Tags = record.tags ?? {};
    const found: Readonly<Record<string, string | null>> = derivedTags(record, manifest);
    return names.map((name) => known.has(name) ? ownValue(own, name) : found[name]!);
  };
}

function ownValue(tags: Tags, name: string): string | null {
  return Object.hasOwn(tags, name) ? tags[name]! : null;
}
