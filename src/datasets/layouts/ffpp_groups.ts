/**
 * Joins the groups of several datasets of FaceForensics++'s ids: `000`, all that DeeperForensics-1.0 tells, belongs to
 * the pair `000_003` where another dataset knows it.
 * @param known groups of all the datasets
 * @returns the common group of a group
 */
export function ffppGroupOf(known: Iterable<string>): (group: string) => string {
  const pairs = new Map<string, string>();
  for (const group of known) {
    if (/^\d+_\d+$/.test(group)) { for (const id of group.split("_")) pairs.set(id, group); }
  }
  return (group) => pairs.get(group) ?? group;
}
