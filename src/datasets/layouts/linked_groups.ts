import type { GroupFacts } from "../../records/video.ts";

/** Why groups of people are not independent. */
export interface Link {
  /** What the groups would stand for, such as "other people filmed and swapped in the same way". */
  readonly others: string;
  /** What links the groups, a clause. */
  readonly why: string;
}

/** States groups that share people. */
export function linkedGroups({ others, why }: Link): GroupFacts {
  return { kind: "linked", scope: others, why };
}

/** Groups of target persons, where each fake shows the face of somebody in another group. */
export const SWAPPED_PEOPLE: GroupFacts = linkedGroups({
  others: "other people filmed and swapped in the same way",
  why: "a fake joins the people of two groups",
});
