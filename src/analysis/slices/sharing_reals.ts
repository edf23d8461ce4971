import type { TagColumn } from "../../records/tag_column.ts";

/** The tag that tells several datasets in one run apart. */
const DATASET = "dataset";

/** A tag and the numbers of labelled videos with each of its codes. */
export interface CountedTag {
  readonly name: string;
  readonly column: TagColumn;
  readonly reals: Uint32Array;
  readonly fakes: Uint32Array;
  /** Number of values that labelled videos have. */
  readonly values: number;
}

/** What of all videos decides which REAL ones some fakes are judged against. */
export interface RealFacts {
  /** 1 is fake, 0 is real, −1 not known. */
  readonly labels: Int8Array;
  readonly groups: readonly string[];
  /** The tags that REAL videos must share. */
  readonly restricting: readonly CountedTag[];
}

/** Whether the video at a place shares something with fakes. */
type Shares = (place: number) => boolean;

/**
 * Finds the REAL videos that some fakes are judged against: those whose other tags occur among them. Fakes of a dataset
 * that has no REAL videos, such as DeeperForensics-1.0, are judged against the datasets that share their groups, whose
 * originals they were made from, and by those tags only that all of them have.
 */
export function sharingReals(fakes: Uint32Array, facts: RealFacts): Shares {
  const datasets = facts.restricting.find(({ name }) => name === DATASET);
  if (datasets === undefined) return sharingTags(fakes, facts.restricting);
  const hasReals = (place: number) => datasets.reals[datasets.column.codes[place]!]! > 0;
  const own = sharingTags(fakes.filter(hasReals), facts.restricting);
  const foreign = fakes.filter((place) => !hasReals(place));
  if (foreign.length === 0) return own;
  const related = inRelatedDatasets(foreign, { ...facts, datasets });
  const tagged = facts.restricting.filter((tag) =>
    tag !== datasets && foreign.every((place) => tag.column.codes[place] !== 0)
  );
  const shares = sharingTags(foreign, tagged);
  return (place) => own(place) || (related(place) && shares(place));
}

function sharingTags(fakes: Uint32Array, tags: readonly CountedTag[]): Shares {
  const others = tags.map(({ column: { codes, values } }) => {
    const occurs = new Uint8Array(values.length + 1);
    for (const place of fakes) occurs[codes[place]!] = 1;
    return { codes, occurs };
  });
  return (place) => others.every(({ codes, occurs }) => occurs[codes[place]!] === 1);
}

/** Finds the datasets with REAL videos in the groups of fakes. */
function inRelatedDatasets(
  fakes: Uint32Array,
  { labels, groups, datasets: { column: { codes, values } } }: RealFacts & {
    readonly datasets: CountedTag;
  },
): Shares {
  const own = new Set(Array.from(fakes, (place) => groups[place]!));
  const related = new Uint8Array(values.length + 1);
  labels.forEach((label, place) => {
    if (label === 0 && own.has(groups[place]!)) related[codes[place]!] = 1;
  });
  return (place) => related[codes[place]!] === 1;
}
