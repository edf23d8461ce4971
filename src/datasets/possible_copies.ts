import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import type { ClipSource, DatasetVideo, VideoId } from "../records/video.ts";

/** Videos that are probably the same, by their sizes and by the first and last bytes of their files. */
export interface PossibleCopies {
  /** Number of sets of such videos. */
  readonly sets: number;
  /** Number of videos in them. */
  readonly videos: number;
  /** Number of sets that have both labels, so that one of them is wrong. */
  readonly bothLabels: number;
  /** The first sets, those with both labels before the others; of each the first videos. */
  readonly examples: readonly (readonly VideoId[])[];
  /** Videos whose files are empty. */
  readonly empty: { readonly count: number; readonly names: readonly VideoId[] };
  /** Number of videos of which others have the same size and that were not read, since there are too many. */
  readonly notCompared: number;
}

/** Bytes that are read at each end of a file. */
const END = 65_536;
/** Most files that are read, so that a dataset in which all files have one size is inspected in seconds too. */
const MOST_READ = 5000;
/** Files that are asked for their size at the same time. */
const TOGETHER = 64;
const MOST_EXAMPLES = 20;

/** Where a video's bytes lie. */
interface Span {
  readonly path: string;
  readonly start: number;
  /** Bytes; `null`: to the end of the file. */
  readonly size: number | null;
}

/**
 * Finds videos that are probably the same, without reading whole files: equal sizes, and equal first and last 64 kB.
 * Videos in folders of frames are not compared.
 */
export async function findPossibleCopies(
  videos: readonly DatasetVideo[],
): Promise<PossibleCopies> {
  const sizes = await sizesOf(videos);
  const places = Map.groupBy(sizes.keys(), (place) => sizes[place]!);
  const empty = (places.get(0) ?? []).map((place) => videos[place]!.id);
  const alike = [...places].flatMap(([size, same]) => size > 0 && same.length > 1 ? same : []);
  const read = alike.slice(0, MOST_READ);
  const marks = new Map<string, DatasetVideo[]>();
  for (const place of read) {
    const video = videos[place]!;
    const mark = await markOf(spanOf(video.source)!, sizes[place]!).catch(() => null);
    if (mark === null) continue;
    const same = marks.get(mark);
    if (same === undefined) marks.set(mark, [video]);
    else same.push(video);
  }
  const sets = [...marks.values()].filter(({ length }) => length > 1);
  const torn = sets.filter(hasBothLabels);
  const first = [...torn, ...sets.filter((set) => !hasBothLabels(set))].slice(0, MOST_EXAMPLES);
  return {
    sets: sets.length,
    videos: sets.reduce((sum, { length }) => sum + length, 0),
    bothLabels: torn.length,
    examples: first.map((set) => set.slice(0, MOST_EXAMPLES).map(({ id }) => id)),
    empty: { count: empty.length, names: empty.slice(0, MOST_EXAMPLES) },
    notCompared: alike.length - read.length,
  };
}

function hasBothLabels(videos: readonly DatasetVideo[]): boolean {
  const labels = new Set(videos.map(({ label }) => label));
  return labels.has("REAL") && labels.has("FAKE");
}

/** Sizes in bytes, in the order of the videos; -1: not known, or not one file. */
async function sizesOf(videos: readonly DatasetVideo[]): Promise<Float64Array> {
  const sizes = new Float64Array(videos.length);
  for (let from = 0; from < videos.length; from += TOGETHER) {
    await Promise.all(
      videos.slice(from, from + TOGETHER).map(async ({ source }, i) => {
        const span = spanOf(source);
        sizes[from + i] = span === null
          ? -1
          : span.size ?? await stat(span.path).then(({ size }) => size, () => -1);
      }),
    );
  }
  return sizes;
}

/** @returns `null`: the video is not one piece */
function spanOf(source: ClipSource): Span | null {
  switch (source.kind) {
    case "file":
      return { path: source.path, start: 0, size: null };
    case "member":
      return { path: source.archive, start: source.start, size: source.end - source.start };
    case "frames":
    case "member_frames":
      return null;
    default:
      return source satisfies never;
  }
}

/** Computes a text that two pieces share if size, beginning and end are equal. */
async function markOf({ path, start }: Span, size: number): Promise<string> {
  const file = await open(path);
  try {
    const length = Math.min(END, size);
    const hash = createHash("sha256");
    hash.update(await bytesAt(file, { start, length }));
    hash.update(await bytesAt(file, { start: start + size - length, length }));
    return `${size} ${hash.digest("hex")}`;
  } finally {
    await file.close();
  }
}

async function bytesAt(
  file: FileHandle,
  { start, length }: { readonly start: number; readonly length: number },
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await file.read(bytes, 0, length, start);
  return bytes.subarray(0, bytesRead);
}
