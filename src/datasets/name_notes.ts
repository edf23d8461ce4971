import { counted } from "../base/text/counted.ts";
import type { ListedVideo } from "./layouts/contract.ts";
import type { LocatedName } from "./locate_names.ts";
import { type Match, MATCHES } from "./name_index.ts";

/** Says what was done to find the listed videos, one sentence for each kind, with the first name. */
export function nameNotes(
  { listed, located, repeated }: {
    readonly listed: readonly ListedVideo[];
    /** One for each listed video. */
    readonly located: readonly LocatedName[];
    /** Paths for which an equal entry was left out. */
    readonly repeated: readonly string[];
  },
): readonly string[] {
  return [
    ...matchNotes(listed, located),
    ...fitNotes(listed, located),
    ...frameNotes(located),
    ...repeatNotes(repeated),
  ];
}

/** Says which names fit several videos; none: no sentence. */
export function fitNotes(
  listed: readonly ListedVideo[],
  located: readonly LocatedName[],
): readonly string[] {
  const places = [...located.keys()].filter((i) => located[i]!.fits !== undefined);
  const [first] = places;
  if (first === undefined) return [];
  const [one, other] = located[first]!.fits!.map((path) => JSON.stringify(path));
  const name = JSON.stringify(listed[first]!.filename);
  return [
    `${counted(places.length, "name")} ${
      places.length === 1 ? "fits" : "fit"
    } several videos, of ` +
    `which none was taken; the first is ${name}, which may be ${one} or ${other}.`,
  ];
}

/** How a note says what was done to match names. */
const MATCHED: Readonly<Record<Match, string>> = {
  form: "read as paths in the dataset's folder",
  unicode: "matched by another Unicode form of the same letters",
  case: "matched without regard to upper and lower case",
  extension: "matched without regard to the extension",
  folder: "matched by the end of the path",
};

function matchNotes(
  listed: readonly ListedVideo[],
  located: readonly LocatedName[],
): readonly string[] {
  const places = [...located.keys()].filter((i) => located[i]!.source !== null);
  return MATCHES.flatMap((match) => {
    const found = places.filter((i) => located[i]!.match === match);
    if (found.length === 0) return [];
    const { path } = located[found[0]!]!;
    const name = JSON.stringify(listed[found[0]!]!.filename);
    return `${counted(found.length, "name")} ${found.length === 1 ? "was" : "were"} ` +
      `${MATCHED[match]}; the first is ${name} for ${JSON.stringify(path)}.`;
  });
}

function frameNotes(located: readonly LocatedName[]): readonly string[] {
  const lacking = located.filter(({ source, missingFrames }) =>
    source !== null && missingFrames > 0
  );
  if (lacking.length === 0) return [];
  const { path, missingFrames } = lacking[0]!;
  return [
    `${counted(lacking.length, "video")} ${lacking.length === 1 ? "lacks" : "lack"} frames that ` +
    `the labels list; the first is ${JSON.stringify(path)}, where ${missingFrames} ` +
    `${missingFrames === 1 ? "is" : "are"} missing.`,
  ];
}

function repeatNotes(repeated: readonly string[]): readonly string[] {
  if (repeated.length === 0) return [];
  const what = repeated.length === 1
    ? "1 entry of the labels repeats another and was"
    : `${repeated.length} entries of the labels repeat others and were`;
  return [`${what} left out; the first is for ${JSON.stringify(repeated[0])}.`];
}
