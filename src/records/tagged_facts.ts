import type { Tags } from "./video.ts";
import { compareCodePoints } from "../base/text/compare_code_points.ts";

/**
 * A video's tags as the last of the facts that identify its entry in a dataset: pairs of name and value, by name.
 * Nothing without tags, so that what identified an entry before there were tags still does.
 */
export function taggedFacts(tags: Tags): readonly unknown[] {
  const pairs = Object.entries(tags).sort(([a], [b]) => compareCodePoints(a, b));
  return pairs.length === 0 ? [] : [pairs];
}

/** Tells whether two videos have the same tags. */
export function sameTags(one: Tags, other: Tags): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && one[name] === other[name]);
}
