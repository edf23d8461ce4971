import type { ComparableRun } from "../../records/comparable_run.ts";
import { counted } from "../../base/text/counted.ts";
import { type AssayError, inputError } from "../../records/errors.ts";
import type { RelabelledVideo } from "../../records/run_comparison.ts";
import type { VideoId } from "../../records/video.ts";

/** The videos over which two runs are compared, in the order of their names. */
export interface PairedVideos {
  readonly filenames: readonly VideoId[];
  /** Labels: 1 is fake, 0 is real, −1 not known. */
  readonly labels: Int8Array;
  /** Groups of the later run. */
  readonly groups: readonly string[];
  /** Row of each video in the earlier run. */
  readonly before: Uint32Array;
  /** Row of each video in the later run. */
  readonly after: Uint32Array;
}

/** Matching of the datasets of two runs. */
export interface VideoPairing {
  readonly videos: PairedVideos;
  readonly onlyBefore: readonly VideoId[];
  readonly onlyAfter: readonly VideoId[];
  /** Videos in both runs, but with different content or label: not among `videos`. */
  readonly changed: readonly VideoId[];
  /** Those of them with a different label. */
  readonly relabelled: readonly RelabelledVideo[];
  /** Number of videos compared whose group differs. */
  readonly regrouped: number;
}

const MOST_NAMES = 5;

/**
 * Pairs the videos of two runs by name. Content that one run could not read counts as equal, because the failure
 * is a result to compare.
 * @param options `shared`: compare the common part where the datasets differ
 * @throws AssayError DATASETS_DIFFER (exit code 3), with what is missing on either side; NO_COMMON_VIDEO
 */
export function pairVideos(
  before: ComparableRun,
  after: ComparableRun,
  { shared }: { readonly shared: boolean },
): VideoPairing {
  const rowsBefore = new Map(before.filenames.map((filename, row) => [filename, row]));
  const [rows, onlyAfter, changed]: [[number, number][], VideoId[], VideoId[]] = [[], [], []];
  const relabelled: RelabelledVideo[] = [];
  after.filenames.forEach((filename, row) => {
    const rowBefore = rowsBefore.get(filename);
    rowsBefore.delete(filename);
    if (rowBefore === undefined) onlyAfter.push(filename);
    else if (isRelabelled([before, rowBefore], [after, row])) {
      changed.push(filename);
      relabelled.push({ filename, before: before.labels[rowBefore]!, after: after.labels[row]! });
    } else if (isReplaced([before, rowBefore], [after, row])) changed.push(filename);
    else rows.push([rowBefore, row]);
  });
  const pairing = { onlyBefore: [...rowsBefore.keys()], onlyAfter, changed, relabelled };
  const differing = pairing.onlyBefore.length + onlyAfter.length + changed.length;
  if (differing > 0 && !shared) throw datasetsDiffer(pairing, { before, after });
  if (rows.length === 0) throw noCommonVideo({ before, after });
  return {
    ...pairing,
    videos: pairedVideos(rows, after),
    regrouped: rows.filter(([b, a]) => before.groups[b] !== after.groups[a]).length,
  };
}

type Row = readonly [run: ComparableRun, row: number];

function isRelabelled([before, b]: Row, [after, a]: Row): boolean {
  return before.labels[b] !== after.labels[a];
}

function isReplaced([before, b]: Row, [after, a]: Row): boolean {
  const [was, is] = [before.contentHashes[b], after.contentHashes[a]];
  return was !== null && is !== null && was !== is;
}

function pairedVideos(
  rows: readonly (readonly [number, number])[],
  after: ComparableRun,
): PairedVideos {
  return {
    filenames: rows.map(([, row]) => after.filenames[row]!),
    labels: Int8Array.from(rows, ([, row]) => after.labels[row]!),
    groups: rows.map(([, row]) => after.groups[row]!),
    before: Uint32Array.from(rows, ([row]) => row),
    after: Uint32Array.from(rows, ([, row]) => row),
  };
}

/** The paired videos in these places. */
export function pickVideos(videos: PairedVideos, places: Uint32Array): PairedVideos {
  return {
    filenames: Array.from(places, (k) => videos.filenames[k]!),
    labels: Int8Array.from(places, (k) => videos.labels[k]!),
    groups: Array.from(places, (k) => videos.groups[k]!),
    before: places.map((k) => videos.before[k]!),
    after: places.map((k) => videos.after[k]!),
  };
}

interface BothRuns {
  readonly before: ComparableRun;
  readonly after: ComparableRun;
}

function datasetsDiffer(
  { onlyBefore, onlyAfter, changed, relabelled }: Omit<VideoPairing, "videos" | "regrouped">,
  { before, after }: BothRuns,
): AssayError {
  const labels = relabelled.map(({ filename }) => filename);
  const parts = [
    namesText(onlyBefore, `only in ${before.name}`),
    namesText(onlyAfter, `only in ${after.name}`),
    namesText(labels, "in both with a different label"),
    namesText(changed.filter((name) => !labels.includes(name)), "in both with different content"),
  ];
  return inputError("DATASETS_DIFFER", {
    what: `the runs have different datasets: ${parts.filter(Boolean).join("; ")}`,
    remedy: "Compare the common videos with --shared, or evaluate both runs over the same videos",
  });
}

function noCommonVideo({ before, after }: BothRuns): AssayError {
  return inputError("NO_COMMON_VIDEO", {
    what: `${before.name} and ${after.name} have no video in common`,
    remedy: "Compare runs over the same dataset and split",
  });
}

/** Text such as `2 videos only in A (x.mp4, y.mp4)`; empty for none. */
function namesText(names: readonly VideoId[], where: string): string {
  if (names.length === 0) return "";
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return `${counted(names.length, "video")} ${where} (${
    names.slice(0, MOST_NAMES).join(", ")
  }${more})`;
}
