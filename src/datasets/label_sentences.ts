import { counted } from "../base/text/counted.ts";
import type { Dataset } from "../records/video.ts";
import { chosenParts } from "./combine_datasets.ts";

/** Says what the labels of the chosen videos do not allow, one sentence each; nothing when they allow everything. */
export function labelSentences(dataset: Dataset): readonly string[] {
  const { videos } = dataset;
  const labelled = videos.filter(({ label }) => label !== null);
  if (labelled.length === 0) {
    return ["No video has a label: videos are scored, but no metric can be computed."];
  }
  return [...unlabelledSentences(dataset, labelled.length), ...oneClassSentences(labelled)];
}

function unlabelledSentences(dataset: Dataset, labelled: number): readonly string[] {
  const total = dataset.videos.length;
  if (labelled === total) return [];
  const bare = chosenParts(dataset).filter(({ videos }) =>
    videos.length > 0 && videos.every(({ label }) => label === null)
  );
  const where = bare.length === 0 ? "" : `, all of ${bare.map(({ name }) => name).join(" and ")}`;
  const unlabelled = total - labelled;
  const [have, are] = unlabelled === 1 ? ["has", "it is"] : ["have", "they are"];
  return [
    `${unlabelled} of ${counted(total, "video")} ${have} no label${where}: ${are} scored, ` +
    "but left out of all metrics.",
  ];
}

function oneClassSentences(labelled: Dataset["videos"]): readonly string[] {
  const [first] = labelled;
  if (labelled.some(({ label }) => label !== first!.label)) return [];
  const all = labelled.length === 1
    ? "The only labelled video is"
    : `All ${labelled.length} labelled videos are`;
  return [
    `${all} ${
      first!.label
    }: log loss can be computed, but AUC and all that needs both classes cannot.`,
  ];
}
