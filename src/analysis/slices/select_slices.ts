import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import type { Slice } from "../../records/slice.ts";
import type { TagColumn, TagColumns } from "../../records/tag_column.ts";
import { compareTagValues } from "./compare_tag_values.ts";
import { type CountedTag, type RealFacts, sharingReals } from "./sharing_reals.ts";

/** A slice and its videos. */
export interface SelectedSlice extends Slice {
  /** Places in the columns of its labelled videos, ascending. */
  readonly places: Uint32Array;
}

/** Tags, labels and groups of the same videos, in the same order. */
export interface TaggedVideos {
  readonly tags: TagColumns;
  /** Labels: 1 is fake, 0 is real, −1 not known. */
  readonly labels: Int8Array;
  readonly groups: readonly string[];
}

/** Numbers of values that a tag must have among labelled videos to be sliced by without being asked for. */
const LEAST_VALUES = 2;
const MOST_VALUES = 20;

/** Most slices of a tag that was asked for: those with the most videos. */
export const MOST_SLICES = 100;

/** The tag of layouts that names people. A fake is judged against other people's REAL videos too. */
const PEOPLE = "identity";

/**
 * Selects the slices that metrics are given for: the labelled videos with each value of each tag.
 *
 * A tag that the dataset states and of which no value is on both REAL and FAKE videos, such as the method of a
 * manipulation, divides the fakes. Its values are judged as the field does, each against all REAL videos that share the
 * other tags. Another tag counts if the dataset states it, some of its values are on videos of both classes, and it has
 * at most 20 values and is not `identity` (people's own videos would be next to no REAL video). A REAL video shares it if its
 * value, or its lack of one, occurs among the slice's fakes. Fakes of a dataset without REAL videos are judged against
 * those of the datasets that share their groups. A value that only REAL videos have is a slice without fakes.
 * @param wanted names of tags, others than those of the columns are ignored; `null`: those with 2 to 20 values. Of a tag
 * with more than 100 values those with the most videos are taken.
 * @returns sorted by tag, by code point, then by value
 */
export function selectSlices(
  { tags, labels, groups }: TaggedVideos,
  { wanted }: { readonly wanted: readonly string[] | null },
): readonly SelectedSlice[] {
  const counted = [...tags].sort(([a], [b]) => compareCodePoints(a, b))
    .map(([name, column]) => countValues(name, column, labels));
  const restricting = counted.filter((tag) =>
    tag.column.stated && tag.values <= MOST_VALUES && tag.name !== PEOPLE && isShared(tag)
  );
  return counted
    .filter((tag) => wanted === null ? isSliced(tag) : wanted.includes(tag.name))
    .flatMap((tag) => slicesOf(tag, { labels, groups, restricting }));
}

function isSliced({ values }: CountedTag): boolean {
  return values >= LEAST_VALUES && values <= MOST_VALUES;
}

function countValues(name: string, column: TagColumn, labels: Int8Array): CountedTag {
  const codes = column.values.length + 1;
  const reals = new Uint32Array(codes), fakes = new Uint32Array(codes);
  column.codes.forEach((code, place) => {
    if (labels[place] === 0) reals[code]! += 1;
    if (labels[place] === 1) fakes[code]! += 1;
  });
  const values = column.values.filter((_, k) => reals[k + 1]! + fakes[k + 1]! > 0).length;
  return { name, column, reals, fakes, values };
}

/** Whether a value is on videos of both classes. */
function isShared({ column, reals, fakes }: CountedTag): boolean {
  return column.values.some((_, k) => reals[k + 1]! > 0 && fakes[k + 1]! > 0);
}

function slicesOf(tag: CountedTag, facts: RealFacts): readonly SelectedSlice[] {
  const { labels } = facts;
  const { name, column, reals, fakes } = tag;
  const divides = column.stated && !isShared(tag);
  const videos = ({ code }: { readonly code: number }) => reals[code]! + fakes[code]!;
  return column.values
    .map((value, k) => ({ value, code: k + 1 }))
    .filter((one) => videos(one) > 0)
    .sort((a, b) => videos(b) - videos(a) || compareTagValues(a.value, b.value))
    .slice(0, MOST_SLICES)
    .sort((a, b) => compareTagValues(a.value, b.value))
    .map(({ value, code }) => {
      const own = placesWhere(labels, (place) => column.codes[place] === code);
      const againstAllReals = divides && fakes[code]! > 0;
      const places = againstAllReals ? withReals(own, facts) : own;
      return { tag: name, value, againstAllReals, places };
    });
}

/** Adds all REAL videos that share the other tags to a slice's fakes. */
function withReals(fakes: Uint32Array, facts: RealFacts): Uint32Array {
  const { labels } = facts;
  const shares = sharingReals(fakes, facts);
  const isFake = new Uint8Array(labels.length);
  for (const place of fakes) isFake[place] = 1;
  return placesWhere(
    labels,
    (place) => isFake[place] === 1 || (labels[place] === 0 && shares(place)),
  );
}

/** Places of labelled videos of which something holds. */
function placesWhere(labels: Int8Array, holds: (place: number) => boolean): Uint32Array {
  const places = new Uint32Array(labels.length);
  let count = 0;
  for (let place = 0; place < labels.length; place++) {
    if (labels[place]! >= 0 && holds(place)) places[count++] = place;
  }
  return places.slice(0, count);
}
