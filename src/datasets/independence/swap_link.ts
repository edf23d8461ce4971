import { levelNouns } from "../../records/independence.ts";
import type { LevelVideos } from "./level_videos.ts";

/** Names of tags that say whom a fake was made with: `source`, `swapped_id`, `donor_video`, and not `original_fps`. */
const PARTNER =
  /(^|[^a-z])(source|target|donor|driving|driver|swap|swapped|original)([^a-z]*(id|identity|name|person|actor|face|group|recording|video|file|filename))?$/;

/** What may stand between the names of the two that a fake joins: `id0_id1`. */
const BETWEEN = /[_+&,;|/ -]/g;

/**
 * Finds a fake that joins two members of a level, so that these are not independent: one of its tags, such as `source` or
 * `swapped_id`, names another member, or its own value consists of two, as `id0_id1` does.
 * @returns a clause that names one; `null`: none is found
 */
export function swapLink(level: string, videos: LevelVideos): string | null {
  const values = level === "group" ? videos.groups : videos.tags.get(level);
  if (values === undefined) return null;
  return partnerLink(level, values, videos) ?? joinedValue(level, values, videos);
}

type Values = readonly (string | null)[];

function partnerLink(level: string, values: Values, videos: LevelVideos): string | null {
  const { filenames, labels, tags } = videos;
  const known = new Set(values.filter((value, k) => value !== null && labels[k]! >= 0));
  for (const [name, partners] of tags) {
    if (name === level || !namesPartner(name)) continue;
    const k = partners.findIndex((partner, k) =>
      labels[k] === 1 && partner !== null && partner !== values[k] && known.has(partner)
    );
    if (k < 0) continue;
    return `the tag ${JSON.stringify(name)} of the FAKE video ${
      JSON.stringify(filenames[k])
    } names ` +
      `another ${levelNouns(level).one}, ${JSON.stringify(partners[k])}`;
  }
  return null;
}

function namesPartner(tag: string): boolean {
  return PARTNER.test(tag.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase());
}

/** A value of FAKE videos that two others make up, or that has one of REAL videos in it. */
function joinedValue(level: string, values: Values, { labels }: LevelVideos): string | null {
  const of = (label: number) => new Set(values.filter((_, k) => labels[k] === label));
  const reals = of(0), fakes = of(1);
  for (const value of fakes) {
    if (value === null || reals.has(value)) continue;
    for (const { index } of value.matchAll(BETWEEN)) {
      const parts = [value.slice(0, index), value.slice(index + 1)];
      const found = parts.filter((part) => reals.has(part));
      const all = parts.every((part) => reals.has(part) || fakes.has(part));
      if (found.length === 0 && !all) continue;
      return `the ${levelNouns(level).one} ${JSON.stringify(value)} of FAKE videos contains ` +
        parts.filter((part) => reals.has(part) || fakes.has(part))
          .map((part) => JSON.stringify(part)).join(" and ");
    }
  }
  return null;
}
