import type { DatasetTree } from "../tree/dataset_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo, ListOptions } from "./contract.ts";
import { actorGroup, dfdFacts, parseDfdName } from "./dfd_names.ts";
import { FFPP_SPACE } from "./ffpp_groups.ts";
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
} from "./ffpp_sequences.ts";
import { clipStem } from "./folder_clips.ts";
import { groupsOfPeople, type PersonVideo } from "./group_facts.ts";

/**
 * DeepFakeDetection's layout: `original_sequences/actors/c23/videos/ACTOR__SCENE.mp4` and
 * `manipulated_sequences/DeepFakeDetection/c23/videos/TARGET_SOURCE__SCENE__XXXXXXXX.mp4`, in a tree without other
 * videos of FaceForensics++.
 */
export const dfd: DatasetLayout = {
  title: "DeepFakeDetection",
  labels: "`original_sequences/actors` and `manipulated_sequences/DeepFakeDetection`",
  recognisedBy: "`original_sequences/actors` or `manipulated_sequences/DeepFakeDetection`, " +
    "without other sequences of FaceForensics++",
  async recognise(tree) {
    const sequences = await findSequences(tree);
    return sequences.length > 0 && sequences.every(isDfd) ? sequencePhrase(sequences) : null;
  },
  list,
};

async function list(tree: DatasetTree, { where }: ListOptions): Promise<LayoutListing> {
  const found = await findSequences(tree);
  const sequences: ListedSequence[] = [];
  for (const sequence of found.filter(isDfd)) sequences.push(await listSequence(tree, sequence));
  const compression = chooseCompression(sequences, where.compression);
  const others = found.filter((sequence) => !isDfd(sequence)).map(({ folder }) => folder);
  const setAside = [...otherFolders(sequences, compression), ...others];
  const videos = compression === null ? [] : listVideos(sequences, compression);
  return {
    videos,
    groups: groupsOfPeople(videos.map(personVideo)),
    groupSpace: FFPP_SPACE,
    setAside,
    notes: [...compressionNotes(sequences, compression), "DeepFakeDetection has no splits."],
  };
}

function listVideos(
  sequences: readonly ListedSequence[],
  compression: string,
): readonly ListedVideo[] {
  return sequences.flatMap(({ name, label, clips }) => {
    const stated = { ...compressionTag(compression), ...label === "FAKE" ? { method: name } : {} };
    return (clips.get(compression) ?? []).map((filename) => {
      const { group, tags } = dfdFacts(clipStem(filename));
      return { filename, label, group, split: null, tags: { ...stated, ...tags } };
    });
  });
}

function personVideo({ filename, group }: ListedVideo): PersonVideo {
  const source = parseDfdName(clipStem(filename))?.source ?? null;
  return { group, face: source === null ? null : actorGroup(source) };
}
