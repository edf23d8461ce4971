import { counted } from "../base/text/counted.ts";
import { compareCodePoints } from "../base/text/compare_code_points.ts";
import type { DatasetVideo } from "../records/video.ts";
import type { VideoLimit } from "./limit_videos.ts";

/** Most values of a fact that a sentence lists. */
const MOST_VALUES = 8;

/** Says what a limit took: how many videos of each label, from how many groups, of which methods and splits. */
export function limitSentence(
  taken: readonly DatasetVideo[],
  { kind, of: all }: { readonly kind: VideoLimit["kind"]; readonly of: number },
): string {
  const groups = new Set(taken.map(({ group }) => group)).size;
  const spread = [
    ...valueTexts("dataset", taken.map(({ tags }) => tags.dataset ?? null)),
    ...valueTexts("method", taken.map(({ tags }) => tags.method ?? null)),
    ...valueTexts("split", taken.map(({ split }) => split)),
  ];
  const how = kind === "first" ? "the first" : "a sample of";
  return [
    `took ${how} ${taken.length} of ${counted(all, "video")}: ${labelsText(taken)}, of ${
      counted(groups, "group")
    }`,
    ...spread,
  ].join("; ");
}

function labelsText(videos: readonly DatasetVideo[]): string {
  const count = (label: string | null) => videos.filter((video) => video.label === label).length;
  const unlabelled = count(null);
  if (unlabelled === videos.length) return "none with a label";
  return `${count("REAL")} REAL, ${count("FAKE")} FAKE` +
    (unlabelled === 0 ? "" : `, ${unlabelled} without a label`);
}

/** Counts a fact's values, most frequent first; nothing when it has fewer than two. */
function valueTexts(name: string, values: readonly (string | null)[]): readonly string[] {
  const counts = [...Map.groupBy(values.filter((value) => value !== null), (value) => value)]
    .map(([value, { length }]) => ({ value, length }))
    .sort((a, b) => b.length - a.length || compareCodePoints(a.value, b.value));
  if (counts.length < 2) return [];
  const shown = counts.slice(0, MOST_VALUES).map(({ value, length }) => `${value} ${length}`);
  const more = counts.length - shown.length;
  return [`${name}s ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`];
}
