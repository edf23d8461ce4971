import { type Independence, levelNouns } from "./independence.ts";
import type { GroupFacts } from "./video.ts";

/**
 * Says why the members of the level that is resampled are not independent, so that intervals are too narrow, a sentence
 * or two; `null`: nothing is known to join them.
 * @param facts `undefined`: not known
 */
export function levelWarning(
  { level, link, levels }: Independence,
  facts: GroupFacts | undefined,
): string | null {
  const texts = [
    ...(link === null ? [] : [linkedText(level, link)]),
    ...(level === "video" ? dividedText(levels) : []),
    ...(level === "group" && facts !== undefined ? ownTexts(facts) : []),
  ];
  return texts.length === 0 ? null : texts.join(" ");
}

function linkedText(level: string, link: string): string {
  return `The ${levelNouns(level).many} are not independent: ${link}. ${TOO_NARROW}`;
}

const TOO_NARROW = "The 95 % CIs are too narrow, and p-values too small.";

/** Warns of videos that are resampled one by one, although groups of several are known. */
function dividedText(levels: Independence["levels"]): readonly string[] {
  const members = (level: string) => levels.find((one) => one.level === level)?.members ?? 0;
  if (members("group") >= members("video")) return [];
  return [
    `Videos are resampled one by one, although those of a group have errors in common. ${TOO_NARROW}`,
  ];
}

function ownTexts({ kind, own = [] }: GroupFacts): readonly string[] {
  if (kind === "own") return [ownText("Each")];
  return own.length === 0 ? [] : [ownText(`In ${own.join(" and ")} each`)];
}

function ownText(each: string): string {
  return `${each} video is its own group, because the dataset does not say which videos show the same person or ` +
    "recording: where several do, the 95 % CIs are too narrow, and p-values too small. Groups in the labels make them right.";
}
