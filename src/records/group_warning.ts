import type { GroupFacts } from "./video.ts";

/** Says why groups that are not independent make intervals too narrow, a sentence or two; `null`: they are. */
export function groupWarning({ kind, why, own = [] }: GroupFacts): string | null {
  const ofParts = own.length === 0 ? null : ownText(`In ${own.join(" and ")} each`);
  switch (kind) {
    case "stated":
      return ofParts;
    case "linked":
      return linkedText(why) + (ofParts === null ? "" : ` ${ofParts}`);
    case "own":
      return ownText("Each");
    default:
      return kind satisfies never;
  }
}

function linkedText(why = "the same people are in several"): string {
  return `The groups are not independent: ${why}. The 95 % CIs are too narrow, and p-values too small.`;
}

function ownText(each: string): string {
  return `${each} video is its own group, because the dataset does not say which videos show the same person or ` +
    "recording: where several do, the 95 % CIs are too narrow, and p-values too small. Groups in the labels make them right.";
}
