import { compareCodePoints } from "../base/text/compare_code_points.ts";
import type { DataWarning } from "../records/data_warning.ts";
import type {
  ClipSource,
  Dataset,
  DatasetVideo,
  GroupFacts,
  Label,
  LeftOut,
} from "../records/video.ts";
import { type ExpectedLevel, expectedLevel } from "./independence/dataset_level.ts";
import type { LabelHints } from "./label_hints.ts";
import { labelSentences } from "./label_sentences.ts";
import { datasetLayouts } from "./layouts/registry.ts";
import { compareNaturally } from "../base/text/compare_naturally.ts";
import type { PossibleCopies } from "./possible_copies.ts";

/** Numbers of videos. */
export interface LabelCounts {
  readonly videos: number;
  readonly real: number;
  readonly fake: number;
  readonly unlabelled: number;
}

/** How many things there are, and the names of the first of them. */
export interface NameList {
  readonly count: number;
  readonly names: readonly string[];
}

export interface SplitFacts extends LabelCounts {
  /** `null`: videos without a split. */
  readonly split: string | null;
}

export interface TagFacts extends LabelCounts {
  readonly tag: string;
  /** Number of distinct values. */
  readonly distinct: number;
  /** Those of most videos first, then in natural order; not all, if there are many. */
  readonly values: readonly (LabelCounts & { readonly value: string })[];
}

/** Everything that is known of a dataset before a video is opened: what `datasets inspect --json` prints. */
export interface DatasetFacts extends LabelCounts {
  readonly schemaVersion: 1;
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
  readonly layout: string;
  /** The layout's name for people. */
  readonly title: string;
  /** What showed the layout. */
  readonly recognisedBy: string;
  /** The split that is evaluated when none is asked for; `null`: all videos. */
  readonly defaultSplit: string | null;
  /** Numbers of videos by what they are read from. */
  readonly sources: Readonly<Partial<Record<ClipSource["kind"], number>>>;
  /** Sorted by name, videos without a split last. */
  readonly splits: readonly SplitFacts[];
  readonly groups: GroupFacts & {
    readonly count: number;
    /** Videos of the smallest, the middle and the largest group. */
    readonly smallest: number;
    readonly median: number;
    readonly largest: number;
    /** Number of groups with one video. */
    readonly single: number;
  };
  /** The level whose members an evaluation resamples, unless its config names another. */
  readonly independence: ExpectedLevel;
  /** Sorted by name. */
  readonly tags: readonly TagFacts[];
  /** Videos that the labels list and that are not there. */
  readonly missing: NameList;
  /** Folders that the layout leaves out on purpose, such as those of another compression. */
  readonly setAside: readonly string[];
  readonly leftOut: readonly (NameList & { readonly reason: LeftOut["reason"] })[];
  readonly copies: PossibleCopies;
  /** What looks like labels in or around a dataset in which nothing has one, and the flags that read it. */
  readonly hints: LabelHints;
  /** What reading the labels decided for the user, and what they do not allow. */
  readonly notes: readonly string[];
  readonly warnings: readonly DataWarning[];
}

/** Most values of a tag that are listed. */
const MOST_VALUES = 20;
/** Most names that are listed. */
const MOST_NAMES = 20;

/** Counts a dataset's videos by everything that is known of them. */
export function datasetFacts(
  dataset: Dataset,
  { copies, hints, warnings }: {
    readonly copies: PossibleCopies;
    readonly hints: LabelHints;
    readonly warnings: readonly DataWarning[];
  },
): DatasetFacts {
  const { name, folder, layout, recognisedBy, defaultSplit, videos } = dataset;
  return {
    ...{ schemaVersion: 1, name, folder, layout, title: titleOf(layout), recognisedBy },
    defaultSplit,
    ...countsOf(videos),
    sources: sourceCounts(videos),
    splits: splitFacts(videos),
    groups: { ...dataset.groups, ...groupSizes(videos) },
    independence: expectedLevel(dataset),
    tags: tagFacts(videos),
    missing: nameList(dataset.missing),
    setAside: dataset.setAside ?? [],
    leftOut: leftOutFacts(dataset.leftOut),
    ...{ copies, hints, notes: [...dataset.notes, ...labelSentences(dataset)], warnings },
  };
}

/** Makes a list of the first names, with the number of all. */
function nameList(names: readonly string[]): NameList {
  return { count: names.length, names: names.slice(0, MOST_NAMES) };
}

function titleOf(layout: string): string {
  return Object.hasOwn(datasetLayouts, layout)
    ? datasetLayouts[layout as keyof typeof datasetLayouts].title
    : layout;
}

interface Counter {
  videos: number;
  real: number;
  fake: number;
  unlabelled: number;
}

const FIELDS = { REAL: "real", FAKE: "fake" } as const;

function count(counter: Counter, label: Label | null): Counter {
  counter.videos += 1;
  counter[label === null ? "unlabelled" : FIELDS[label]] += 1;
  return counter;
}

function newCounter(): Counter {
  return { videos: 0, real: 0, fake: 0, unlabelled: 0 };
}

function countsOf(videos: readonly DatasetVideo[]): LabelCounts {
  return videos.reduce((counter, { label }) => count(counter, label), newCounter());
}

function sourceCounts(videos: readonly DatasetVideo[]): DatasetFacts["sources"] {
  const found: Partial<Record<ClipSource["kind"], number>> = {};
  for (const { source: { kind } } of videos) found[kind] = (found[kind] ?? 0) + 1;
  return found;
}

function splitFacts(videos: readonly DatasetVideo[]): readonly SplitFacts[] {
  const found = new Map<string | null, Counter>();
  for (const { split, label } of videos) {
    found.set(split, count(found.get(split) ?? newCounter(), label));
  }
  return [...found].map(([split, counter]) => ({ split, ...counter })).sort((a, b) =>
    a.split === null ? 1 : b.split === null ? -1 : compareCodePoints(a.split, b.split)
  );
}

function groupSizes(videos: readonly DatasetVideo[]) {
  const found = new Map<string, number>();
  for (const { group } of videos) found.set(group, (found.get(group) ?? 0) + 1);
  const sizes = [...found.values()].sort((a, b) => a - b);
  return {
    count: sizes.length,
    smallest: sizes[0] ?? 0,
    median: sizes[Math.floor(sizes.length / 2)] ?? 0,
    largest: sizes.at(-1) ?? 0,
    single: sizes.filter((size) => size === 1).length,
  };
}

function tagFacts(videos: readonly DatasetVideo[]): readonly TagFacts[] {
  const found = new Map<string, Map<string, Counter>>();
  for (const { tags, label } of videos) {
    for (const [tag, value] of Object.entries(tags)) {
      const values = found.get(tag) ?? new Map<string, Counter>();
      found.set(tag, values.set(value, count(values.get(value) ?? newCounter(), label)));
    }
  }
  return [...found].sort(([a], [b]) => compareCodePoints(a, b)).map(([tag, values]) => {
    const sum = newCounter();
    for (const counter of values.values()) {
      for (const field of ["videos", "real", "fake", "unlabelled"] as const) {
        sum[field] += counter[field];
      }
    }
    const most = [...values].map(([value, counter]) => ({ value, ...counter }))
      .sort((a, b) => b.videos - a.videos || compareNaturally(a.value, b.value))
      .slice(0, MOST_VALUES);
    return { tag, ...sum, distinct: values.size, values: most };
  });
}

function leftOutFacts(leftOut: readonly LeftOut[]): DatasetFacts["leftOut"] {
  const reasons = Map.groupBy(leftOut, ({ reason }) => reason);
  return [...reasons].map(([reason, entries]) => ({
    reason,
    ...nameList(entries.map(({ name }) => name)),
  })).sort((a, b) => compareCodePoints(a.reason, b.reason));
}
