import type { VideoRecord } from "../../../src/records/run_result.ts";
import type { Thumbnail } from "../../../src/records/thumbnail.ts";
import { MOST_THUMBNAIL_BYTES, MOST_THUMBNAILS } from "../../../src/records/thumbnail.ts";
import { fakeRun } from "../../runs/fake_run.ts";
import { pageOf } from "../charts/fake_page.ts";
import { summaryOf } from "../../analysis/summary/fake_summary.ts";

const KNOWN = 24;

/**
 * report.html of a run as large as it may be: every video with as many thumbnails as it can have. Its numbers
 * are those of a small run, many times over, because what costs here is the page.
 */
export function bigPage(
  { videos, variants }: { videos: number; variants: number },
): Promise<string> {
  const small = fakeRun({
    videos: KNOWN,
    facesPerVideo: 64,
    variants: { a: {}, b: { frames: 8 } },
  });
  const summary = summaryOf(small);
  const named = <T extends object>(list: readonly T[]) =>
    Array.from({ length: variants }, (_, v) => ({ ...list[v % 2]!, name: `variant number ${v}` }));
  const manifest = {
    ...small.manifest,
    variants: named(small.manifest.variants),
    compareWith: "variant number 0",
  };
  const records = Array.from({ length: videos }, (_, i): VideoRecord => {
    const record = small.records[i % KNOWN]!;
    return {
      ...record,
      filename: `part_${i % 50}/video_${i}.mp4` as VideoRecord["filename"],
      variants: manifest.variants.map(({ name }, v) => ({
        ...record.variants[v % 2]!,
        variant: name,
      })),
    };
  });
  const rows = records.map(({ filename }, i) => {
    const row = summary.rows[i % KNOWN]!;
    return { ...row, filename, cells: manifest.variants.map((_, v) => row.cells[v % 2]!) };
  });
  const big = {
    ...summary,
    manifest,
    rows,
    variants: named(summary.variants),
    videos: { all: videos, labelled: videos, groups: videos / 2 },
  };
  return pageOf({ manifest, records }, big, () => THUMBNAILS);
}

const THUMBNAILS = Array.from({ length: MOST_THUMBNAILS }, (_, frame): Thumbnail => ({
  frame,
  face: 0,
  jpeg: new Uint8Array(MOST_THUMBNAIL_BYTES).fill(170),
}));
