import { compareNaturally } from "../../base/text/compare_naturally.ts";

/** Groups of FaceForensics++ and of the datasets made from it: equal names mean the same people. */
export const FFPP_SPACE = "ff++";

/**
 * Joins ids that occur together into groups, so that no id is in two groups. In FaceForensics++ these are pairs: the
 * fakes `a_b` and `b_a` and the originals `a` and `b` form the group `a_b`, the smaller id first.
 * @param links ids that belong together; of a single one the group is known to be itself
 * @returns the group of an id, all its ids in order; an unknown id is its own group
 */
export function joinIds(links: Iterable<readonly string[]>): (id: string) => string {
  const joined = new Map<string, Set<string>>();
  for (const ids of links) {
    const sets = ids.map((id) => joined.get(id) ?? new Set([id]));
    // The largest set takes the others in, so that an id moves only when its set at least doubles.
    const largest = sets.reduce((a, b) => b.size > a.size ? b : a, new Set<string>());
    const moved = sets.filter((set) => set !== largest).flatMap((set) => [...set]);
    for (const id of [...ids, ...moved]) joined.set(id, largest.add(id));
  }
  const names = new Map<Set<string>, string>();
  for (const set of joined.values()) {
    if (!names.has(set)) names.set(set, [...set].sort(compareNaturally).join("_"));
  }
  return (id) => names.get(joined.get(id) ?? new Set()) ?? id;
}

/**
 * Joins the groups of several datasets of FaceForensics++'s ids: `000`, all that DeeperForensics-1.0 tells, belongs to
 * the pair `000_003` where another dataset knows it.
 * @param known groups of all the datasets
 * @returns the common group of a group
 */
export function ffppGroupOf(known: Iterable<string>): (group: string) => string {
  const groupOf = joinIds([...new Set(known)].filter(isOfIds).map((group) => group.split("_")));
  return (group) => {
    if (!isOfIds(group)) return group;
    const found = group.split("_").find((id) => groupOf(id) !== id);
    return found === undefined ? group : groupOf(found);
  };
}

/** Whether a group is made of FaceForensics++'s ids; others, such as `actor_01`, join nothing. */
function isOfIds(group: string): boolean {
  return /^\d+(_\d+)*$/.test(group);
}
