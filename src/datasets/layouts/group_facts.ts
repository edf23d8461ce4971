import type { GroupFacts } from "../../records/video.ts";

/** Nothing says which videos belong together. */
export const OWN_GROUPS: GroupFacts = {
  kind: "own",
  scope: "other videos of this kind",
  unit: "each video its own",
};

/** Groups are source videos with all that was made from them. */
export const SOURCE_VIDEOS: GroupFacts = {
  kind: "stated",
  scope: "other source videos of this kind",
  unit: "real videos with the fakes made from them",
};

const PEOPLE: GroupFacts = {
  kind: "stated",
  scope: "other people filmed in the same way",
  unit: "each with the videos of one person",
};

const SWAPPED_PEOPLE: GroupFacts = {
  kind: "linked",
  scope: "other people filmed and swapped in the same way",
  why: "a fake joins the people of two groups",
  unit: "each with the videos of one person",
};

/** A video of a group of one person. */
export interface PersonVideo {
  readonly group: string;
  /** Group of the person whose face is shown; `null` or left out: the same, or not known. */
  readonly face?: string | null | undefined;
}

/** States groups of people who were filmed: they are linked where a fake shows the face of somebody in another group. */
export function groupsOfPeople(videos: readonly PersonVideo[]): GroupFacts {
  return isSwapped(videos) ? SWAPPED_PEOPLE : PEOPLE;
}

/** The same where the groups are source videos of a person each. */
export function groupsOfSources(videos: readonly PersonVideo[]): GroupFacts {
  return isSwapped(videos) ? SWAPPED_PEOPLE : SOURCE_VIDEOS;
}

function isSwapped(videos: readonly PersonVideo[]): boolean {
  const groups = new Set(videos.map(({ group }) => group));
  return videos.some(({ group, face = null }) =>
    face !== null && face !== group && groups.has(face)
  );
}
