import type { GroupFacts } from "./video.ts";

/** Says why groups that are not independent make intervals too narrow, a sentence or two; `null`: they are. */
export function groupWarning({ kind }: GroupFacts): string | null {
  switch (kind) {
    case "stated":
      return null;
    case "linked":
      return "The same people are in several groups, because face swaps link people to each other: the groups are not " +
        "independent, and the 95 % CIs are too narrow.";
    case "own":
      return "Each video is its own group, because the dataset does not say which videos show the same person or " +
        "recording: where several do, the 95 % CIs are too narrow. Groups in the labels make them right.";
    default:
      return kind satisfies never;
  }
}
