import { shellWord } from "../../base/text/shell_word.ts";
import { inputError } from "../../records/errors.ts";
import { readJson } from "../labels/read_json.ts";
import { readLabelFile } from "../labels/read_label_file.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { BENCH_FORMAT, type BenchClip, benchClips, labelOfKey } from "./bench_clips.ts";
import { benchGroups, benchMethod, isFfppFile, type NameFacts, nameReader } from "./bench_facts.ts";
import { FrameFinder } from "./bench_frames.ts";
import { benchSplits } from "./bench_splits.ts";
import { requireCompression } from "./choose_compression.ts";
import type { LayoutListing, ListedVideo, ListOptions } from "./contract.ts";
import { FFPP_SPACE } from "./ffpp_groups.ts";

interface BenchOptions extends ListOptions {
  /** Names of the files of DeepfakeBench at the top of the tree. */
  readonly files: readonly string[];
}

/**
 * Lists the clips of DeepfakeBench's JSON: the file that the user named, else the only one in the tree.
 * @throws AssayError DATASET_LABELS_BROKEN, DATASET_LABELS_CONTRADICT, DATASET_AMBIGUOUS, DATASET_CHOICE or DATASET_ROOT
 * (exit 3)
 */
export async function listBench(
  tree: DatasetTree,
  { where, labelFile, files }: BenchOptions,
): Promise<LayoutListing> {
  const { name, bytes } = await readBench(tree, { labelFile, files });
  const { value, notes } = readJson(bytes, { name, remedy: BENCH_FORMAT });
  const all = benchClips(value, name);
  const compression = requireCompression(
    all.flatMap((clip) => clip.compression ?? []),
    where.compression,
  );
  const clips = all.filter((clip) => clip.compression === null || clip.compression === compression);
  const readName = nameReader(all);
  const facts = clips.map(readName);
  const splits = benchSplits(clips);
  return {
    videos: await listVideos(clips, { tree, facts, splitOf: splits.splitOf }),
    groups: benchGroups(facts),
    ...isFfppFile(clips) ? { groupSpace: FFPP_SPACE } : {},
    notes: [
      ...notes,
      "The frames are crops of faces: set faceDetector to whole_frame.",
      labelNote(clips),
      ...compression === null ? [] : [`The videos of the compression ${compression} are taken.`],
      ...splits.notes,
    ],
  };
}

async function listVideos(
  clips: readonly BenchClip[],
  { tree, facts, splitOf }: {
    readonly tree: DatasetTree;
    readonly facts: readonly NameFacts[];
    readonly splitOf: (clip: BenchClip) => string | null;
  },
): Promise<readonly ListedVideo[]> {
  const finder = new FrameFinder(tree);
  const idOf = clipNames(clips);
  const videos = new Map<string, ListedVideo>();
  for (const [i, clip] of clips.entries()) {
    const filename = idOf(clip);
    if (videos.has(filename)) continue;
    const { group, tags } = facts[i]!;
    videos.set(filename, {
      filename,
      label: clip.label,
      group: group ?? clip.video,
      split: splitOf(clip),
      tags: { ...tags, ...clipTags(clip) },
      frames: await finder.find(`${clip.key}/${clip.video}`, clip.frames),
    });
  }
  return [...videos.values()];
}

function clipTags(clip: BenchClip): Record<string, string> {
  return {
    dataset: clip.dataset,
    ...clip.compression === null ? {} : { compression: clip.compression },
    ...clip.label === "REAL" ? {} : { method: benchMethod(clip) },
  };
}

/** Names clips `KEY/VIDEO`, with the dataset before it where two datasets have different clips of that name. */
function clipNames(clips: readonly BenchClip[]): (clip: BenchClip) => string {
  const nameOf = ({ key, video }: BenchClip) => `${key}/${video}`;
  const first = new Map<string, BenchClip>();
  const several = new Set<string>();
  for (const clip of clips) {
    const known = first.get(nameOf(clip));
    if (known === undefined) first.set(nameOf(clip), clip);
    else if (folderOf(known) !== folderOf(clip)) several.add(nameOf(clip));
  }
  return (clip) => several.has(nameOf(clip)) ? `${clip.dataset}/${nameOf(clip)}` : nameOf(clip);
}

function folderOf({ frames: [first = ""] }: BenchClip): string {
  return first.replaceAll("\\", "/").replace(/[^/]*$/, "");
}

function labelNote(clips: readonly BenchClip[]): string {
  const keys = [...new Set(clips.map(({ key }) => key))];
  const named = (label: string) =>
    keys.filter((key) => labelOfKey(key) === label).join(", ") || "none";
  return `By its key a clip is REAL (${named("REAL")}) or FAKE (${named("FAKE")}).`;
}

async function readBench(
  tree: DatasetTree,
  { labelFile, files }: Pick<BenchOptions, "labelFile" | "files">,
) {
  if (labelFile !== null) return await readLabelFile(tree, { name: labelFile, labelFile });
  const [name] = files;
  if (name === undefined) throw noFileError();
  if (files.length > 1) throw severalError(files, tree.place);
  return await readLabelFile(tree, { name, labelFile });
}

function noFileError() {
  return inputError("DATASET_LABELS_BROKEN", {
    what: "the dataset's folder has no .json file of DeepfakeBench",
    remedy: "Name the file with --dataset FILE.json, and with --root the folder of its frames",
  });
}

function severalError(names: readonly string[], place: string) {
  return inputError("DATASET_AMBIGUOUS", {
    what: `the dataset's folder has several files of DeepfakeBench: ${names.join(", ")}`,
    remedy: `Name one of them, as in \`--dataset ${shellWord(`${place}/${names[0]}`)}\``,
  });
}
