import { counted } from "../base/text/counted.ts";
import { type DataWarning, dataWarning } from "../records/data_warning.ts";
import type { DatasetVideo } from "../records/video.ts";

/** Something whose videos are in several splits. */
interface Leak {
  /** Name of the group, or of the person. */
  readonly name: string;
  /** Sorted. */
  readonly splits: readonly string[];
  /** Groups of its videos. */
  readonly groups: ReadonlySet<string>;
}

/**
 * Warns of groups and of persons (the tag `identity`) in several splits: a classifier trained on one split knows faces
 * of the other. A person all of whose videos are one group that is reported is not reported again.
 * @param videos of all splits
 */
export function splitLeaks(videos: readonly DatasetVideo[]): readonly (DataWarning | null)[] {
  const groups = leaksOf(videos, ({ group }) => group);
  const torn = new Set(groups.map(({ name }) => name));
  const persons = leaksOf(videos, personOf)
    .filter((leak) => leak.groups.size > 1 || !torn.has([...leak.groups].join()));
  return [groupsAcrossSplits(groups), identitiesAcrossSplits(persons)];
}

/** The person a video shows. In several datasets the same name means different people. */
function personOf({ tags: { identity, dataset } }: DatasetVideo): string | null {
  if (identity === undefined) return null;
  return dataset === undefined ? identity : `${dataset}/${identity}`;
}

function leaksOf(
  videos: readonly DatasetVideo[],
  nameOf: (video: DatasetVideo) => string | null,
): readonly Leak[] {
  const found = new Map<string, { splits: Set<string>; groups: Set<string> }>();
  for (const video of videos) {
    const name = nameOf(video);
    if (name === null || video.split === null) continue;
    const { splits, groups } = found.get(name) ?? { splits: new Set(), groups: new Set() };
    found.set(name, { splits: splits.add(video.split), groups: groups.add(video.group) });
  }
  return [...found]
    .filter(([, { splits }]) => splits.size > 1)
    .map(([name, { splits, groups }]) => ({ name, splits: [...splits].sort(), groups }));
}

function groupsAcrossSplits(leaks: readonly Leak[]): DataWarning | null {
  return dataWarning(
    "groups_across_splits",
    leaks.map(({ name }) => name),
    (first) =>
      `${counted(leaks.length, "group")} ${
        leaks.length === 1 ? "has" : "have"
      } videos in several ` +
      `splits (the first is ${first}: ${
        leaks[0]!.splits.join(", ")
      }): a classifier trained on one split ` +
      "has seen these people, so its results on the other are too good. Assign each group to one split.",
  );
}

function identitiesAcrossSplits(leaks: readonly Leak[]): DataWarning | null {
  return dataWarning(
    "identities_across_splits",
    leaks.map(({ name }) => name),
    (first) =>
      `${
        leaks.length === 1 ? "1 person has" : `${leaks.length} people have`
      } videos in several splits ` +
      `(tag identity; the first is ${first}: ${
        leaks[0]!.splits.join(", ")
      }): a classifier trained on one ` +
      "split has seen their faces, so its results on the other say nothing about other people. Assign " +
      "each person to one split, or state results for these people only.",
  );
}
