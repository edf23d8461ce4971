import { counted } from "../../base/text/counted.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo, ListOptions } from "./contract.ts";
import { dfdFacts } from "./dfd_names.ts";
import { FFPP_SPACE, joinIds } from "./ffpp_groups.ts";
import {
  chooseCompression,
  compressionNotes,
  compressionTag,
  findSequences,
  isDfd,
  type ListedSequence,
  listSequence,
  otherFolders,
  sequencePhrase,
  UNNAMED,
} from "./ffpp_sequences.ts";
import { type FfppSplits, readFfppSplits } from "./ffpp_splits.ts";
import { clipStem } from "./folder_clips.ts";
import { SOURCE_VIDEOS } from "./group_facts.ts";

/**
 * FaceForensics++'s layout: `original_sequences/youtube/c23/videos/000.mp4` and
 * `manipulated_sequences/METHOD/c23/videos/TARGET_SOURCE.mp4`. Source: the dataset's download script and its README.
 */
export const ffpp: DatasetLayout = {
  title: "FaceForensics++",
  labels: "`original_sequences` and `manipulated_sequences`",
  recognisedBy: "`original_sequences/youtube/c23/videos` (also raw, c40) or " +
    "`manipulated_sequences/METHOD/c23/videos`",
  async recognise(tree) {
    const sequences = await findSequences(tree);
    return sequences.every(isDfd) ? null : sequencePhrase(sequences);
  },
  list,
};

async function list(tree: DatasetTree, { where }: ListOptions): Promise<LayoutListing> {
  const sequences: ListedSequence[] = [];
  for (const sequence of await findSequences(tree)) {
    sequences.push(await listSequence(tree, sequence));
  }
  const compression = chooseCompression(sequences, where.compression);
  const splits = await readFfppSplits(tree);
  const idsOf = { splits, groupOf: joinIds([...splits.pairs, ...pairsOfFakes(sequences)]) };
  const videos = compression === null
    ? []
    : sequences.flatMap((sequence) => listVideos(sequence, { ...idsOf, compression }));
  return {
    videos,
    groups: groupFacts(sequences, compression),
    groupSpace: FFPP_SPACE,
    setAside: otherFolders(sequences, compression),
    notes: [...compressionNotes(sequences, compression), ...splitNotes(splits, videos)],
  };
}

/** Reads which ids were swapped from the names of all fakes, so that groups do not depend on the compression. */
function* pairsOfFakes(sequences: readonly ListedSequence[]): Generator<readonly string[]> {
  for (const { label, clips } of sequences) {
    if (label === "REAL") continue;
    for (const path of [...clips.values()].flat()) {
      const ids = /^(\d+)_(\d+)$/.exec(clipStem(path));
      if (ids !== null) yield ids.slice(1);
    }
  }
}

interface IdFacts {
  readonly compression: string;
  readonly splits: FfppSplits;
  readonly groupOf: (id: string) => string;
}

function listVideos(sequence: ListedSequence, facts: IdFacts): readonly ListedVideo[] {
  const { compression } = facts;
  const { label, name } = sequence;
  const tags = { ...compressionTag(compression), ...label === "FAKE" ? { method: name } : {} };
  return (sequence.clips.get(compression) ?? []).map((filename) => {
    if (!isDfd(sequence)) return { ...idFacts(filename, facts), filename, label, tags };
    const { group, tags: scene } = dfdFacts(clipStem(filename));
    return { filename, label, group, split: null, tags: { ...tags, ...scene } };
  });
}

/** Reads group and split from a name: the target's id stands first, and both ids of a pair have one split. */
function idFacts(filename: string, { splits, groupOf }: IdFacts) {
  const stem = clipStem(filename);
  const id = /^\d+(?=$|_)/.exec(stem)?.[0] ?? stem;
  return { group: groupOf(id), split: splits.splits.get(id) ?? null };
}

function groupFacts(
  sequences: readonly ListedSequence[],
  compression: string | null,
): LayoutListing["groups"] {
  const isSwapped = (sequence: ListedSequence) =>
    isDfd(sequence) && sequence.label === "FAKE" && sequence.clips.has(compression ?? UNNAMED);
  return sequences.some(isSwapped)
    ? {
      ...{ kind: "linked", scope: SOURCE_VIDEOS.scope },
      why: "a fake of DeepFakeDetection joins the people of two groups",
    }
    : SOURCE_VIDEOS;
}

function splitNotes({ files }: FfppSplits, videos: readonly { readonly split: string | null }[]) {
  if (files.length === 0) {
    return [
      "There are no split files (splits/train.json, val.json, test.json), so no video has a split; " +
      "which originals form a pair follows from the names of the fakes.",
    ];
  }
  const without = videos.filter(({ split }) => split === null).length;
  return [
    `Splits and pairs are those of ${files.join(", ")}.`,
    ...without === 0 ? [] : [
      `${counted(without, "video")} in none of them ${without === 1 ? "has" : "have"} no split.`,
    ],
  ];
}
