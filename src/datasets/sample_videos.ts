import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import type { DatasetVideo, Label } from "../records/video.ts";

/** What a sample is spread over beside the label. */
const FACTS: readonly ((video: DatasetVideo) => string | null)[] = [
  ({ split }) => split,
  ({ tags }) => tags.dataset ?? null,
  ({ tags }) => tags.method ?? null,
];

/** A fact with more values than this describes videos, not kinds of videos, and is not spread over. */
const MOST_VALUES = 100;

/** Videos that share label, split, dataset and method. */
interface Stratum {
  readonly label: Label | null;
  /** Its places in the counts: one for each fact, and one for the stratum itself. */
  readonly facts: readonly number[];
  readonly queue: GroupQueue;
}

/** How often a value occurs in the dataset and in the sample so far. */
interface Tally {
  readonly all: number;
  taken: number;
}

/**
 * Takes a representative sample: labels, splits, datasets, methods and their combinations have the shares that they
 * have in the dataset, as far as whole videos allow; both labels occur when the sample has two videos; and groups
 * are used as evenly as possible. The choice is a function of these facts and of the names alone, and a sample is part
 * of every larger one.
 * @param count at least 1, at most the number of videos
 * @returns sorted by id
 */
export function sampleVideos(
  videos: readonly DatasetVideo[],
  count: number,
): readonly DatasetVideo[] {
  const uses = new Map<string, number>();
  const { strata, tallies } = stratify(videos, uses);
  const absent = new Set(strata.flatMap(({ label }) => label ?? []));
  const sample: DatasetVideo[] = [];
  let open = strata;
  while (sample.length < count) {
    const wanted = sample.length < 2 ? open.filter(({ label }) => absent.has(label!)) : [];
    const stratum = neediest(wanted.length > 0 ? wanted : open, {
      tallies,
      taken: sample.length,
      all: videos.length,
    });
    const video = stratum.queue.take();
    sample.push(video);
    uses.set(video.group, (uses.get(video.group) ?? 0) + 1);
    for (const fact of stratum.facts) tallies[fact]!.taken += 1;
    absent.delete(stratum.label!);
    if (stratum.queue.isEmpty()) open = open.filter((one) => one !== stratum);
  }
  return sample.sort((a, b) => compareCodePoints(a.id, b.id));
}

/** Divides videos into strata, in an order that does not depend on that of the videos. */
function stratify(videos: readonly DatasetVideo[], uses: ReadonlyMap<string, number>) {
  const known = FACTS.filter((fact) => new Set(videos.map(fact)).size <= MOST_VALUES);
  const factsOf = (video: DatasetVideo) => {
    const facts = [video.label, ...known.map((fact) => fact(video))];
    return [...facts.map((value, i) => JSON.stringify([i, value])), JSON.stringify(facts)];
  };
  const sets = Map.groupBy(videos, (video) => factsOf(video).at(-1)!);
  const places = new Map<string, number>();
  const tallies: Tally[] = [];
  const strata = [...sets].sort(([a], [b]) => compareCodePoints(a, b)).map(([, members]) => {
    const facts = factsOf(members[0]!).map((fact) => {
      const place = places.get(fact) ?? tallies.length;
      places.set(fact, place);
      tallies[place] = { all: (tallies[place]?.all ?? 0) + members.length, taken: 0 };
      return place;
    });
    return { label: members[0]!.label, facts, queue: new GroupQueue(members, uses) };
  });
  return { strata, tallies };
}

/**
 * Finds the stratum whose values the next sample lacks most, compared with their shares of the dataset; the first of
 * several.
 */
function neediest(
  strata: readonly Stratum[],
  { tallies, taken, all }: {
    readonly tallies: readonly Tally[];
    readonly taken: number;
    readonly all: number;
  },
): Stratum {
  const lacks = (fact: number) => tallies[fact]!.all * (taken + 1) - tallies[fact]!.taken * all;
  let best = strata[0]!, most = -Infinity;
  for (const stratum of strata) {
    let lack = 0;
    for (const fact of stratum.facts) lack += lacks(fact);
    if (lack > most) [best, most] = [stratum, lack];
  }
  return best;
}

/**
 * The videos of a stratum, those of the groups that are least used in the whole sample first. Groups, and the videos
 * in each, are in the order of their names' hashes, which has nothing to do with what the names say.
 */
class GroupQueue {
  /** Groups by the number of their uses when they were put there, in order. A group is in one place. */
  readonly #levels: string[][] = [];
  /** Number of groups of each level that were passed. */
  readonly #passed: number[] = [];
  /** Videos of each group that are left, the next one last. */
  readonly #left: ReadonlyMap<string, DatasetVideo[]>;
  readonly #uses: ReadonlyMap<string, number>;
  #size: number;

  constructor(videos: readonly DatasetVideo[], uses: ReadonlyMap<string, number>) {
    const groups = [...Map.groupBy(videos, ({ group }) => group)];
    this.#left = new Map(
      groups.map(([group, members]) => [group, byHash(members, ({ id }) => id).reverse()]),
    );
    this.#uses = uses;
    this.#size = videos.length;
    for (const [group] of byHash(groups, ([name]) => name)) this.#put(group, 0);
  }

  isEmpty(): boolean {
    return this.#size === 0;
  }

  /** Takes the next video; there must be one. */
  take(): DatasetVideo {
    for (let level = 0; level < this.#levels.length; level++) {
      while (this.#passed[level]! < this.#levels[level]!.length) {
        const group = this.#levels[level]![this.#passed[level]!++]!;
        const uses = this.#uses.get(group) ?? 0;
        if (uses > level) {
          this.#put(group, uses); // videos of other strata used it meanwhile
          continue;
        }
        const members = this.#left.get(group)!;
        const video = members.pop()!;
        if (members.length > 0) this.#put(group, level + 1);
        this.#size -= 1;
        return video;
      }
    }
    throw new RangeError("no video is left");
  }

  #put(group: string, level: number): void {
    while (this.#levels.length <= level) {
      this.#levels.push([]);
      this.#passed.push(0);
    }
    this.#levels[level]!.push(group);
  }
}

function byHash<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  const keyed = items.map((item) => ({ item, hash: sha256Hex(nameOf(item)) }));
  return keyed.sort((a, b) => compareCodePoints(a.hash, b.hash)).map(({ item }) => item);
}
