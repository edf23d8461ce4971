import type { GroupFacts } from "./video.ts";

/** Says why groups that are not independent make intervals too narrow, a sentence or two; `null`: they are. */
export function groupWarning({ kind, why }: GroupFacts): string | null {
  switch (kind) {
    case "stated":
      return null;
    case "linked":
      return `The groups are not independent: ${
        why ?? "the same people are in several"
      }. The 95 % CIs are too narrow, ` +
        "and p-values too small.";
    case "own":
      return "Each video is its own group, because the dataset does not say which videos show the same person or " +
        "recording: where several do, the 95 % CIs are too narrow, and p-values too small. Groups in the labels make them right.";
    default:
      return kind satisfies never;
  }
}
