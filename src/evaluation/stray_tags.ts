import { nearestName } from "../base/text/nearest_name.ts";
import type { EvalConfig } from "../config/load.ts";
import { tagNames } from "../datasets/choose_by_tags.ts";
import type { Dataset } from "../records/video.ts";
import { DERIVED_TAGS } from "../runs/derived_tags.ts";

/** Says before the run which tags that the config slices by no video will have, one sentence each. */
export function strayTagSentences(
  { slices, gates }: Pick<EvalConfig, "slices" | "gates">,
  { videos }: Pick<Dataset, "videos">,
): readonly string[] {
  const known = [...new Set([...tagNames(videos), ...DERIVED_TAGS])];
  const sentences = (wanted: readonly string[], key: string) =>
    wanted.filter((name) => !known.includes(name)).map((name) => {
      const nearest = nearestName(name, known);
      return `${key} in the config names the tag ${JSON.stringify(name)}, which no video has. ${
        nearest === undefined ? `The tags are ${known.join(", ")}.` : `Did you mean "${nearest}"?`
      }`;
    });
  return [
    ...sentences(slices ?? [], "slices"),
    ...sentences(gates.slices?.tags ?? [], "gates.slices"),
  ];
}
